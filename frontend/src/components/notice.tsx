/** Error and empty states of a page or pane, and a banner for a part that failed. */

import type { ReactNode } from 'react'
import { errorMessage } from '@/i18n/error-message'
import { messages } from '@/i18n/messages'
import { Icon } from './icons'

type ErrorProps = { title: string; error: unknown; onRetry: () => void; busy?: boolean }
/** The heading's level depends on what else the page shows. */
type Level = { as?: 'h1' | 'h2' }

/** In place of a page or pane that could not be loaded. */
export function ErrorState({
  title,
  error,
  onRetry,
  busy = false,
  as: Title = 'h2',
}: ErrorProps & Level) {
  return (
    <div className="notice" role="alert">
      <Icon name="alert" />
      <Title>{title}</Title>
      <p>{errorMessage(error)}</p>
      <button type="button" className="button" onClick={onRetry} aria-disabled={busy}>
        {messages.app.tryAgain}
      </button>
    </div>
  )
}

type BannerProps = Omit<ErrorProps, 'onRetry'> & Partial<Pick<ErrorProps, 'onRetry'>>

/** Above content that is still shown. Without `onRetry` where a button that stays does it, and keeps the focus. */
export function ErrorBanner({ title, error, onRetry, busy = false }: BannerProps) {
  return (
    <div className="notice-line" role="alert">
      <Icon name="alert" />
      <p>
        {title} {errorMessage(error)}
      </p>
      {onRetry && (
        <button type="button" className="button small" onClick={onRetry} aria-disabled={busy}>
          {messages.app.tryAgain}
        </button>
      )}
    </div>
  )
}

type EmptyProps = { title: string; text: string; children?: ReactNode }

export function EmptyState({ title, text, children, as: Title = 'h2' }: EmptyProps & Level) {
  return (
    <div className="notice">
      <Title>{title}</Title>
      <p>{text}</p>
      {children}
    </div>
  )
}
