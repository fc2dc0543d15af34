/** The list in each of its states: loading, failed, empty with and without filters, and full. */

import { type CSSProperties, useDeferredValue, useMemo } from 'react'
import { Link, useLocation } from 'react-router'
import { ApiError } from '@/api/error'
import type { TicketRow } from '@/api/types'
import { EmptyState, ErrorBanner, ErrorState } from '@/components/notice'
import { messages } from '@/i18n/messages'
import type { TicketList } from '@/tickets/api/queries'
import { type Filters, hasFilters, matchesLabels } from '@/tickets/filters'
import { ListEnd } from './rows/list-end'
import { ProgressBar } from './rows/progress-bar'
import { QueueRow } from './rows/queue-row'
import { RowSkeletons } from './rows/row-skeletons'
import { searchPattern } from './rows/search-highlight'

type Props = {
  list: TicketList
  filters: Filters
  openTicket: number | null
  /** Rows that no longer match. */
  gone: readonly number[]
  onClear: () => void
}

export function QueueList({ list, filters, openTicket, gone, onClear }: Props) {
  // Hundreds of links change with the URL: deferred, so that the click is painted first.
  const search = useDeferredValue(useLocation().search)
  const pattern = useMemo(() => searchPattern(filters.search), [filters.search])
  const loadMore = () => {
    if (!list.isFetchingNextPage) list.fetchNextPage()
  }

  if (list.isPending) return <RowSkeletons />
  if (!list.data) {
    // The search field shows why a search was refused.
    if (list.error instanceof ApiError && list.error.fields.search) return null
    return (
      <ErrorState
        title={messages.queue.failedTitle}
        error={list.error}
        onRetry={() => list.refetch()}
      />
    )
  }
  const tickets = list.data.pages.flatMap((page) => page.results)
  const refreshFailed = list.isError && !list.isFetchNextPageError
  const limited = list.data.pages.at(-1)?.search_limited ?? false
  const matches = (ticket: TicketRow) => matchesLabels(filters, ticket) && !gone.includes(ticket.id)
  return (
    <>
      <ProgressBar on={list.isPlaceholderData || list.isRefetching} />
      <p className="visually-hidden" role="status">
        {list.isPlaceholderData
          ? messages.queue.loading
          : messages.queue.count({ count: tickets.length, more: list.hasNextPage })}
      </p>
      {refreshFailed && (
        <ErrorBanner
          title={messages.queue.refreshFailed}
          error={list.error}
          onRetry={() => list.refetch()}
          busy={list.isFetching}
        />
      )}
      {tickets.length === 0 && !limited && (
        <EmptyList filtered={hasFilters(filters)} onClear={onClear} />
      )}
      {tickets.length > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: a ul may contain li only, and groups are in between
        <div
          className="rows"
          role="list"
          aria-label={messages.queue.list}
          aria-busy={list.isPlaceholderData}
        >
          {list.data.pages.map(({ results }, n) => (
            // With content-visibility an invisible group of rows is a single box: cheap when the list's width changes.
            <div
              key={String(list.data.pageParams[n])}
              className="row-group"
              role="presentation"
              style={{ '--rows-in': results.length } as CSSProperties}
            >
              {results.map((ticket) => (
                <QueueRow
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
        <ListEnd
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

function EmptyList({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  if (filtered) {
    return (
      <EmptyState title={messages.queue.noMatchTitle} text={messages.queue.noMatchText}>
        <button type="button" className="button" onClick={onClear}>
          {messages.queue.clear}
        </button>
      </EmptyState>
    )
  }
  return (
    <EmptyState title={messages.queue.noneTitle} text={messages.queue.noneText}>
      <Link className="button primary" to="/new">
        {messages.app.newTicket}
      </Link>
    </EmptyState>
  )
}
