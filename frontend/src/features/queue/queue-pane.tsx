/** The queue: search, filters and list, alone or beside an open ticket. */

import { useInfiniteQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { ApiError } from '@/lib/api-error'
import { ticketListQuery } from '@/lib/ticket-queries'
import { words } from '@/lib/words'
import { FilterChips } from './filter-chips'
import { QueueList } from './queue-list'
import { useReturnToRow } from './return-to-row'
import { useRowKeys } from './row-keys'
import { SearchBox } from './search-box'
import { useFilters } from './use-filters'
import './queue.css'
import './row.css'
import './row-widths.css'

export function QueuePane({ openTicket }: { openTicket: number | null }) {
  const [filters, setFilters] = useFilters()
  const list = useInfiniteQuery(ticketListQuery(filters))
  const pane = useRef<HTMLElement>(null)
  useRowKeys(pane)
  useReturnToRow(pane, openTicket)

  // The page's one first heading belongs to the open ticket, when there is one.
  const Heading = openTicket === null ? 'h1' : 'h2'
  return (
    <section className="queue" ref={pane} aria-labelledby="queue-title">
      <header className="queue-head">
        <div className="queue-bar">
          <Heading className="queue-title" id="queue-title">
            {words.queue.title}
          </Heading>
          <SearchBox
            value={filters.search}
            errors={searchErrors(list.error)}
            onSearch={(search) =>
              // One entry in the browser's history per search, not one per pause in typing.
              setFilters((before) => ({ ...before, search }), { replace: filters.search !== '' })
            }
          />
        </div>
        <FilterChips filters={filters} onChange={setFilters} />
      </header>
      <QueueList
        list={list}
        filters={filters}
        openTicket={openTicket}
        onClear={() => setFilters(() => ({ category: [], priority: [], status: [], search: '' }))}
      />
    </section>
  )
}

function searchErrors(error: unknown): string[] {
  return error instanceof ApiError ? (error.fields.search ?? []) : []
}
