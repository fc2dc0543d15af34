/** One ticket in the queue: a real link, with its status to be changed beside it. */

import { memo } from 'react'
import { Link } from 'react-router'
import { PriorityMark } from '@/components/priority-mark'
import { PropertyControl } from '@/components/property-control'
import { RelativeTime } from '@/components/relative-time'
import type { Ticket } from '@/lib/api-types'
import { words } from '@/lib/words'

type Props = {
  ticket: Ticket
  /** The filters as the address has them, kept while a ticket is open beside the list. */
  search: string
  current: boolean
  matches: boolean
}

/** Enough for any row's one line; the whole text may be fifty thousand characters. */
const EXCERPT = 240

export const TicketRow = memo(function TicketRow({ ticket, search, current, matches }: Props) {
  return (
    <li className={matches ? 'row' : 'row leaving'} data-ticket={ticket.id}>
      <Link
        className="row-link"
        to={{ pathname: `/tickets/${ticket.id}`, search }}
        aria-current={current ? 'page' : undefined}
      >
        <span className="row-title">{ticket.title}</span>
      </Link>
      <p className="row-text">
        {matches ? (
          ticket.description.slice(0, EXCERPT)
        ) : (
          <span className="row-leaves">{words.queue.noLongerMatches}</span>
        )}
      </p>
      <span className="row-category">{words.labels.category[ticket.category]}</span>
      <span className="row-priority">
        <PriorityMark priority={ticket.priority} />
      </span>
      <span className="row-status">
        <PropertyControl
          ticket={ticket}
          property="status"
          label={words.queue.statusOf({ title: ticket.title })}
        />
      </span>
      <span className="row-time soft">
        <RelativeTime iso={ticket.created_at} />
      </span>
    </li>
  )
})
