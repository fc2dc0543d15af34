/** A row of the queue: a link to the ticket, and a select for its status. */

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
  /** The URL's query string with the filters, kept in the link. */
  search: string
  /** Matches the search terms; null without a search. */
  pattern: RegExp | null
  current: boolean
  matches: boolean
}

/** More than fits into one line; a description may have 50,000 characters. */
const EXCERPT = 240

export const QueueRow = memo(function QueueRow({
  ticket,
  search,
  pattern,
  current,
  matches,
}: Props) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a li must be a child of its list, and groups are in between
    <div className={rowClass(matches, current)} role="listitem" data-ticket={ticket.id}>
      <RowCheckbox id={ticket.id} title={ticket.title} />
      {/* use-row-links.ts handles its clicks. */}
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
          <span className="row-mismatch">{messages.queue.noLongerMatches}</span>
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

/** As classes: a :has() selector would be evaluated again with every change in a row. */
function rowClass(matches: boolean, current: boolean): string {
  return `row${matches ? '' : ' leaving'}${current ? ' current' : ''}`
}

function Excerpt({ ticket, pattern }: Pick<Props, 'ticket' | 'pattern'>) {
  const text = ticket.description.slice(0, EXCERPT)
  const seen = !pattern || ticket.title.search(pattern) >= 0 || text.search(pattern) >= 0
  return (
    <>
      {!seen && <span className="match-below">{messages.queue.matchBelow}</span>}
      <HighlightedText text={excerptAround(text, pattern)} pattern={pattern} />
    </>
  )
}
