/** The list itself in each of its states: loading, failed, empty in two ways, and full. */

import { type CSSProperties, useDeferredValue, useMemo } from 'react'
import { Link, useLocation } from 'react-router'
import { ApiError } from '@/api/error'
import type { TicketRow } from '@/api/types'
import { Empty, Failure, FailureLine } from '@/components/notice'
import { words } from '@/i18n/messages'
import type { TicketList } from '@/tickets/api/queries'
import { anyFilter, type Filters, labelsMatch } from '@/tickets/filters'
import { More } from './rows/list-end'
import { Progress } from './rows/progress-bar'
import { Row } from './rows/queue-row'
import { RowSkeletons } from './rows/row-skeletons'
import { wordsPattern } from './rows/search-highlight'

type Props = {
  list: TicketList
  filters: Filters
  openTicket: number | null
  /** Rows that are no longer in the list. */
  left: readonly number[]
  onClear: () => void
}

export function QueueList({ list, filters, openTicket, left, onClear }: Props) {
  // Hundreds of links change with the address: after what was pressed has been drawn.
  const search = useDeferredValue(useLocation().search)
  const pattern = useMemo(() => wordsPattern(filters.search), [filters.search])
  const loadMore = () => {
    if (!list.isFetchingNextPage) list.fetchNextPage()
  }

  if (list.isPending) return <RowSkeletons />
  if (!list.data) {
    // A refused search is told at its field.
    if (list.error instanceof ApiError && list.error.fields.search) return null
    return (
      <Failure title={words.queue.failedTitle} error={list.error} onRetry={() => list.refetch()} />
    )
  }
  const tickets = list.data.pages.flatMap((page) => page.results)
  const refreshFailed = list.isError && !list.isFetchNextPageError
  const limited = list.data.pages.at(-1)?.search_limited ?? false
  const matches = (ticket: TicketRow) => labelsMatch(filters, ticket) && !left.includes(ticket.id)
  return (
    <>
      <Progress on={list.isPlaceholderData || list.isRefetching} />
      <p className="visually-hidden" role="status">
        {list.isPlaceholderData
          ? words.queue.loading
          : words.queue.count({ count: tickets.length, more: list.hasNextPage })}
      </p>
      {refreshFailed && (
        <FailureLine
          title={words.queue.refreshFailed}
          error={list.error}
          onRetry={() => list.refetch()}
          busy={list.isFetching}
        />
      )}
      {tickets.length === 0 && !limited && (
        <NothingHere filtered={anyFilter(filters)} onClear={onClear} />
      )}
      {tickets.length > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: between a ul and its li there is no room for anything
        <div
          className="rows"
          role="list"
          aria-label={words.queue.list}
          aria-busy={list.isPlaceholderData}
        >
          {list.data.pages.map(({ results }, n) => (
            // Out of sight a page of rows is one box: hundreds would each be laid out whenever the list's width changes.
            <div
              key={String(list.data.pageParams[n])}
              className="row-group"
              role="presentation"
              style={{ '--rows-in': results.length } as CSSProperties}
            >
              {results.map((ticket) => (
                <Row
                  key={ticket.id}
                  ticket={ticket}
                  search={search}
                  pattern={pattern}
                  current={ticket.id === openTicket}
                  matches={list.isPlaceholderData || matches(ticket)}
                />
              ))}
            </div>
          ))}
        </div>
      )}
      {(tickets.length > 0 || limited) && (
        <More
          count={tickets.length}
          limited={limited}
          more={list.hasNextPage && !list.isPlaceholderData}
          loading={list.isFetchingNextPage}
          error={list.isFetchNextPageError ? list.error : null}
          onMore={loadMore}
        />
      )}
    </>
  )
}

function NothingHere({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  if (filtered) {
    return (
      <Empty title={words.queue.noMatchTitle} text={words.queue.noMatchText}>
        <button type="button" className="button" onClick={onClear}>
          {words.queue.clear}
        </button>
      </Empty>
    )
  }
  return (
    <Empty title={words.queue.noneTitle} text={words.queue.noneText}>
      <Link className="button primary" to="/new">
        {words.app.newTicket}
      </Link>
    </Empty>
  )
}
