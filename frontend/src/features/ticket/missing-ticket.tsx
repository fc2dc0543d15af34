/** Shown for the URL of a ticket that does not exist. */

import { Link } from 'react-router'
import { EmptyState } from '@/components/notice'
import { messages } from '@/i18n/messages'

export function MissingTicket({ id }: { id: string }) {
  return (
    <EmptyState
      as="h1"
      title={messages.ticket.missingTitle}
      text={messages.ticket.missingText({ id })}
    >
      <Link className="button" to="/">
        {messages.app.toQueue}
      </Link>
    </EmptyState>
  )
}
