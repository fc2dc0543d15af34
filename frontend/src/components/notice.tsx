/** The states in which a page has nothing else to show: failed, empty; and the line that says part of it failed. */

import type { ReactNode } from 'react'
import { errorMessage } from '@/i18n/error-message'
import { messages } from '@/i18n/messages'
import { Icon } from './icons'

type ErrorProps = { title: string; error: unknown; onRetry: () => void; busy?: boolean }
/** The heading's level, which depends on what else the page shows. */
type Level = { as?: 'h1' | 'h2' }

/** A whole page or pane that could not be loaded. */
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

/** A line above what is still shown. */
export function ErrorBanner({ title, error, onRetry, busy = false }: ErrorProps) {
  return (
    <div className="notice-line" role="alert">
      <Icon name="alert" />
      <p>
        {title} {errorMessage(error)}
      </p>
      <button type="button" className="button small" onClick={onRetry} aria-disabled={busy}>
        {messages.app.tryAgain}
      </button>
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
