/** The states in which a page has nothing else to show: failed, empty; and the line that says part of it failed. */

import type { ReactNode } from 'react'
import { errorMessage } from '@/i18n/error-message'
import { words } from '@/i18n/messages'
import { Icon } from './icons'

type LineProps = { title: string; error: unknown; onRetry: () => void; busy?: boolean }
/** The heading's level, which depends on what else the page shows. */
type Level = { as?: 'h1' | 'h2' }

/** A whole page or pane that could not be loaded. */
export function Failure({
  title,
  error,
  onRetry,
  busy = false,
  as: Title = 'h2',
}: LineProps & Level) {
  return (
    <div className="notice" role="alert">
      <Icon name="alert" />
      <Title>{title}</Title>
      <p>{errorMessage(error)}</p>
      <button type="button" className="button" onClick={onRetry} aria-disabled={busy}>
        {words.app.tryAgain}
      </button>
    </div>
  )
}

/** A line above what is still shown. */
export function FailureLine({ title, error, onRetry, busy = false }: LineProps) {
  return (
    <div className="notice-line" role="alert">
      <Icon name="alert" />
      <p>
        {title} {errorMessage(error)}
      </p>
      <button type="button" className="button small" onClick={onRetry} aria-disabled={busy}>
        {words.app.tryAgain}
      </button>
    </div>
  )
}

type EmptyProps = { title: string; text: string; children?: ReactNode }

export function Empty({ title, text, children, as: Title = 'h2' }: EmptyProps & Level) {
  return (
    <div className="notice">
      <Title>{title}</Title>
      <p>{text}</p>
      {children}
    </div>
  )
}
