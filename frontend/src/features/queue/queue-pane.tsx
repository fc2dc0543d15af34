/** The queue: search, filters and list, alone or beside an open ticket. */

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo, useRef } from 'react'
import { ApiError } from '@/api/error'
import { laterPart } from '@/components/lazy-module'
import { FailureLine } from '@/components/notice'
import { fieldMessages } from '@/i18n/error-message'
import { words } from '@/i18n/messages'
import { useHeightVariable } from '@/lib/height-variable'
import { ticketCountsQuery, ticketListQuery } from '@/tickets/api/queries'
import { cleared, onlyLabels } from '@/tickets/filters'
import { sentSearch } from '@/tickets/validation'
import { FilterChips } from './filters/filter-chips'
import { SearchBox } from './filters/search-box'
import { useFilters } from './filters/use-filters'
import { ListBar } from './list-bar'
import { NewsBar } from './live/arrivals-button'
import { useShowNews } from './live/use-insert-arrivals'
import { useLive } from './live/use-list-polling'
import { QueueList } from './queue-list'
import { useRowKeys } from './rows/row-focus'
import { RowStatusKeys } from './rows/row-status-shortcuts'
import { useRowLinks } from './rows/use-row-links'
import { useReturnToRow } from './rows/use-scroll-anchor'
import './queue.css'
import './list-bar.css'
import './rows/row.css'
import './rows/row-widths.css'
import './selection/selection.css'

/** The list is there before one can do anything with many of its rows; without that it is still a list. */
const useSelecting = laterPart(async () => {
  const { Selecting } = await import('./selection/selection')
  return Selecting
})

export function QueuePane({ openTicket }: { openTicket: number | null }) {
  const [filters, setFilters] = useFilters()
  const list = useInfiniteQuery(ticketListQuery(filters))
  const countable = onlyLabels(filters)
  const { data } = useQuery({ ...ticketCountsQuery(filters), enabled: countable })
  const counts = countable ? data : undefined
  const tickets = useMemo(() => list.data?.pages.flatMap((page) => page.results) ?? [], [list.data])
  const pane = useRef<HTMLElement>(null)
  const head = useRef<HTMLElement>(null)
  const live = useLive(filters, list, pane)
  const show = useShowNews(filters, list, live, pane)
  const { part: Selecting, failed, retry } = useSelecting()
  useHeightVariable(head, '--queue-head')
  useRowKeys(pane)
  const opening = useRowLinks(pane)
  useReturnToRow(pane, openTicket)

  // The page's one first heading belongs to the open ticket, when there is one.
  const Heading = openTicket === null ? 'h1' : 'h2'
  return (
    <section className="queue" ref={pane} aria-labelledby="queue-title">
      <header className="queue-head" ref={head}>
        <div className="queue-bar">
          <Heading className="queue-title" id="queue-title">
            {words.queue.title}
          </Heading>
          <SearchBox
            value={filters.search}
            errors={fieldMessages(list.error, sentSearch(filters.search)).search ?? []}
            onSearch={(search) =>
              // One entry in the browser's history per search, not one per pause in typing.
              setFilters((before) => ({ ...before, search }), { replace: filters.search !== '' })
            }
          />
        </div>
        <FilterChips filters={filters} counts={counts} onChange={setFilters} />
        <ListBar filters={filters} total={counts?.total ?? null} onChange={setFilters} />
      </header>
      <NewsBar
        count={live.arrived.length}
        over={live.over}
        busy={show.isPending}
        onShow={() => show.isPending || show.mutate()}
      />
      <RowStatusKeys pane={pane} tickets={tickets} />
      <QueueList
        list={list}
        filters={filters}
        openTicket={opening ?? openTicket}
        left={live.left}
        onClear={() => setFilters(cleared)}
      />
      {Selecting && (
        <Selecting
          pane={pane}
          tickets={tickets}
          openTicket={openTicket}
          settled={list.isSuccess && !list.isPlaceholderData}
        />
      )}
      {failed && (
        <div className="queue-foot">
          <FailureLine
            title={words.bulk.loadFailed}
            error={new ApiError('unreachable')}
            onRetry={retry}
          />
        </div>
      )}
    </section>
  )
}
