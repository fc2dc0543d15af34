/** The desk: the queue, and the open ticket beside it or, on narrow screens, in its place. */

import { lazy, Suspense, useEffect } from 'react'
import { useMatch } from 'react-router'
import { QueuePane } from '@/features/queue/queue-pane'
import { Missing } from '@/features/ticket/missing'
import { usePageTitle } from '@/lib/page-title'
import { words } from '@/lib/words'
import { PageLoading } from './page-loading'
import './desk-page.css'

/** Not part of the first load: the list is there sooner, and this comes right after it. */
const loadPane = () => import('@/features/ticket/ticket-pane')
const TicketPane = lazy(async () => ({ default: (await loadPane()).TicketPane }))

export function DeskPage() {
  const given = useMatch('/tickets/:id')?.params.id
  const id = given === undefined ? null : ticketId(given)
  useEffect(() => {
    // Should it fail now, it is fetched again when a ticket is opened, and told then.
    loadPane().catch(() => {})
  }, [])
  usePageTitle(given === undefined ? words.queue.title : null)

  return (
    <div className={given === undefined ? 'desk' : 'desk with-ticket'}>
      <QueuePane openTicket={id} />
      {id !== null && (
        <Suspense fallback={<PageLoading />}>
          <TicketPane key={id} id={id} />
        </Suspense>
      )}
      {given !== undefined && id === null && <Missing id={given} />}
    </div>
  )
}

/** Null for what can be no ticket's number, such as letters; the server need not be asked about those. */
function ticketId(text: string): number | null {
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null
}
