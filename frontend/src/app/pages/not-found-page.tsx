/** Shown for an unknown URL. */

import { Link } from 'react-router'
import { usePageTitle } from '@/components/page-title'
import { messages } from '@/i18n/messages'

export function NotFoundPage() {
  usePageTitle(messages.app.notFoundTitle)
  return (
    <div className="page notice">
      <h1>{messages.app.notFoundTitle}</h1>
      <p>{messages.app.notFoundText}</p>
      <Link className="button" to="/">
        {messages.app.toQueue}
      </Link>
    </div>
  )
}
