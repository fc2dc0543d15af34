/** The queue, and the open ticket beside it, or in its place on narrow screens. */

import { useMatch } from 'react-router'
import { usePageTitle } from '@/components/page-title'
import { QueuePane } from '@/features/queue/queue-pane'
import { MissingTicket } from '@/features/ticket/missing-ticket'
import { messages } from '@/i18n/messages'
import { LazyTicketPane } from './lazy-ticket-pane'
import './desk-page.css'

export function DeskPage() {
  const given = useMatch('/tickets/:id')?.params.id
  const id = given === undefined ? null : ticketId(given)
  usePageTitle(given === undefined ? messages.queue.title : null)

  return (
    <div className={given === undefined ? 'desk' : 'desk with-ticket'}>
      <QueuePane openTicket={id} />
      <LazyTicketPane id={id} />
      {given !== undefined && id === null && <MissingTicket id={given} />}
    </div>
  )
}

/** Null for what cannot be an id, such as letters: no request is needed. */
function ticketId(text: string): number | null {
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null
}
