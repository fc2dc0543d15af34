/** The queue: search, filters and list, alone or beside an open ticket. */

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo, useRef } from 'react'
import { ApiError } from '@/api/error'
import { lazyModule } from '@/components/lazy-module'
import { ErrorBanner } from '@/components/notice'
import { fieldMessages } from '@/i18n/error-message'
import { messages } from '@/i18n/messages'
import { useHeightVariable } from '@/lib/height-variable'
import { ticketCountsQuery, ticketListQuery } from '@/tickets/api/queries'
import { clearFilters, hasOnlyLabelFilters } from '@/tickets/filters'
import { sentSearch } from '@/tickets/validation'
import { FilterChips } from './filters/filter-chips'
import { SearchBox } from './filters/search-box'
import { useFilters } from './filters/use-filters'
import { ListBar } from './list-bar'
import { ArrivalsButton } from './live/arrivals-button'
import { useInsertArrivals } from './live/use-insert-arrivals'
import { useListPolling } from './live/use-list-polling'
import { QueueList } from './queue-list'
import { useRowShortcuts } from './rows/row-focus'
import { RowStatusShortcuts } from './rows/row-status-shortcuts'
import { useRowLinks } from './rows/use-row-links'
import { useScrollAnchor } from './rows/use-scroll-anchor'
import './queue.css'
import './list-bar.css'
import './rows/row.css'
import './rows/row-widths.css'
import './selection/selection.css'

/** Lazy: the list works before the selection does. */
const useSelectionTools = lazyModule(async () => {
  const { SelectionTools } = await import('./selection/selection')
  return SelectionTools
})

export function QueuePane({ openTicket }: { openTicket: number | null }) {
  const [filters, setFilters] = useFilters()
  const list = useInfiniteQuery(ticketListQuery(filters))
  const countable = hasOnlyLabelFilters(filters)
  const { data } = useQuery({ ...ticketCountsQuery(filters), enabled: countable })
  const counts = countable ? data : undefined
  const tickets = useMemo(() => list.data?.pages.flatMap((page) => page.results) ?? [], [list.data])
  const pane = useRef<HTMLElement>(null)
  const head = useRef<HTMLElement>(null)
  const live = useListPolling(filters, list, pane)
  const show = useInsertArrivals(filters, list, live, pane)
  const { module: SelectionTools, failed, retry } = useSelectionTools()
  useHeightVariable(head, '--queue-head')
  useRowShortcuts(pane)
  const opening = useRowLinks(pane)
  useScrollAnchor(pane, openTicket)

  // The h1 is the open ticket's title, if there is one.
  const Heading = openTicket === null ? 'h1' : 'h2'
  return (
    <section className="queue" ref={pane} aria-labelledby="queue-title">
      <header className="queue-head" ref={head}>
        <div className="queue-bar">
          <Heading className="queue-title" id="queue-title">
            {messages.queue.title}
          </Heading>
          <SearchBox
            value={filters.search}
            errors={fieldMessages(list.error, sentSearch(filters.search)).search ?? []}
            onSearch={(search) =>
              // One history entry per search, not one per debounce.
              setFilters((before) => ({ ...before, search }), {
                replace: (before) => before.search !== '',
              })
            }
          />
        </div>
        <FilterChips filters={filters} counts={counts} onChange={setFilters} />
        <ListBar filters={filters} total={counts?.total ?? null} onChange={setFilters} />
      </header>
      <ArrivalsButton
        count={live.arrived.length}
        over={live.over}
        busy={show.isPending}
        onShow={() => show.isPending || show.mutate()}
      />
      <RowStatusShortcuts pane={pane} tickets={tickets} />
      <QueueList
        list={list}
        filters={filters}
        openTicket={opening ?? openTicket}
        gone={live.gone}
        onClear={() => setFilters(clearFilters)}
      />
      {SelectionTools && (
        <SelectionTools
          pane={pane}
          tickets={tickets}
          openTicket={openTicket}
          settled={list.isSuccess && !list.isPlaceholderData}
        />
      )}
      {failed && (
        <div className="queue-foot">
          <ErrorBanner
            title={messages.bulk.loadFailed}
            error={new ApiError('unreachable')}
            onRetry={retry}
          />
        </div>
      )}
    </section>
  )
}
