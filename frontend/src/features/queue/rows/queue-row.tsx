/** One ticket in the queue: a real link, with its status to be changed beside it. */

import { memo } from 'react'
import type { TicketRow } from '@/api/types'
import { RelativeTime } from '@/components/relative-time'
import { messages } from '@/i18n/messages'
import { PriorityLabel } from '@/tickets/property/priority-icon'
import { PropertyControl } from '@/tickets/property/property-control'
import { HighlightedText } from './highlighted-text'
import { RowCheckbox } from './row-checkbox'
import { excerptAround } from './search-highlight'

type Props = {
  ticket: TicketRow
  /** The filters as the address has them, kept while a ticket is open beside the list. */
  search: string
  /** The words searched for, to be marked; null without a search. */
  pattern: RegExp | null
  current: boolean
  matches: boolean
}

/** Enough for any row's one line; the whole text may be fifty thousand characters. */
const EXCERPT = 240

export const QueueRow = memo(function QueueRow({
  ticket,
  search,
  pattern,
  current,
  matches,
}: Props) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a li wants to be right below its list, which has groups in between
    <div className={rowClass(matches, current)} role="listitem" data-ticket={ticket.id}>
      <RowCheckbox id={ticket.id} title={ticket.title} />
      {/* Followed by use-row-links.ts. */}
      <a
        className="row-link"
        href={`/tickets/${ticket.id}${search}`}
        aria-current={current ? 'page' : undefined}
      >
        <span className="row-title" dir="auto">
          <HighlightedText text={ticket.title} pattern={pattern} />
        </span>
      </a>
      <p className="row-text" dir="auto">
        {matches ? (
          <Excerpt ticket={ticket} pattern={pattern} />
        ) : (
          <span className="row-leaves">{messages.queue.noLongerMatches}</span>
        )}
      </p>
      <span className="row-category">{messages.labels.category[ticket.category]}</span>
      <span className="row-priority">
        <PriorityLabel priority={ticket.priority} />
      </span>
      <span className="row-status">
        <PropertyControl
          ticket={ticket}
          property="status"
          label={messages.queue.statusOf({ title: ticket.title })}
        />
      </span>
      <span className="row-time soft">
        <RelativeTime iso={ticket.created_at} />
      </span>
    </div>
  )
})

/** The row says so itself: that it holds something would be looked up anew with every change in it. */
function rowClass(matches: boolean, current: boolean): string {
  return `row${matches ? '' : ' leaving'}${current ? ' current' : ''}`
}

function Excerpt({ ticket, pattern }: Pick<Props, 'ticket' | 'pattern'>) {
  const text = ticket.description.slice(0, EXCERPT)
  const seen = !pattern || ticket.title.search(pattern) >= 0 || text.search(pattern) >= 0
  return (
    <>
      {!seen && <span className="found-below">{messages.queue.foundBelow}</span>}
      <HighlightedText text={excerptAround(text, pattern)} pattern={pattern} />
    </>
  )
}
