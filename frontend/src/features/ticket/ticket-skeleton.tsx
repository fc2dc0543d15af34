/** The skeleton of a ticket while it loads. */

import { messages } from '@/i18n/messages'

export function TicketSkeleton() {
  return (
    <div className="ticket-body" role="status" aria-label={messages.ticket.loading}>
      <span className="bone bone-title" />
      <span className="bone bone-line" />
      <span className="bone bone-block" />
    </div>
  )
}
