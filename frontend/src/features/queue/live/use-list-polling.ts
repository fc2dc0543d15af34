/** Polls the list: rows are updated in place, and new tickets wait until the reader inserts them. */

import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { RefObject } from 'react'
import type { TicketRow } from '@/api/types'
import { keys } from '@/tickets/api/keys'
import type { TicketList } from '@/tickets/api/queries'
import type { Filters } from '@/tickets/filters'
import { isWithinLoaded } from './diff-list'
import { type ListUpdates, pollList } from './poll-list'

const POLL_MS = 15_000
const NOTHING: ListUpdates = { arrived: [], gone: [], over: false }

export type LiveList = {
  /** Not yet inserted; in the order of the response. */
  arrived: readonly TicketRow[]
  /** There are more new tickets than fit on one page. */
  over: boolean
  /** Rows that are shown but no longer match. */
  gone: readonly number[]
}

export function useListPolling(
  filters: Filters,
  list: TicketList,
  pane: RefObject<HTMLElement | null>,
): LiveList {
  const client = useQueryClient()
  const on = list.isSuccess && !list.isPlaceholderData
  const { data } = useQuery({
    queryKey: keys.updates(filters),
    queryFn: async ({ signal }) => {
      const before = client.getQueryData<ListUpdates>(keys.updates(filters)) ?? NOTHING
      return pollList(client, filters, visibleTickets(pane.current), before, signal)
    },
    enabled: on,
    initialData: NOTHING,
    staleTime: POLL_MS,
    gcTime: 0,
    // Pauses while the tab is hidden, polls at once when it is visible again, and ignores failures.
    refetchInterval: POLL_MS,
    refetchOnWindowFocus: 'always',
    refetchOnReconnect: 'always',
    retry: false,
  })
  if (!on || data.arrived.length === 0) return { arrived: [], over: false, gone: data.gone }
  // More pages may have been loaded since.
  const rows = list.data.pages.flatMap((page) => page.results)
  const known = new Set(rows.map((it) => it.id))
  const shown = { rows, sort: filters.sort, more: list.hasNextPage }
  const arrived = data.arrived.filter((it) => !known.has(it.id) && isWithinLoaded(shown, it))
  return { arrived, over: data.over && arrived.length > 0, gone: data.gone }
}

/** The tickets whose rows are visible. */
function visibleTickets(pane: HTMLElement | null): ReadonlySet<number> {
  const within = (from: ParentNode | null, what: string) =>
    [...(from?.querySelectorAll<HTMLElement>(what) ?? [])].filter(isVisible)
  // Groups first: measuring a row would force the layout of its group, visible or not.
  const rows = within(pane, '.row-group').flatMap((group) => within(group, '[data-ticket]'))
  return new Set(rows.map((row) => Number(row.dataset.ticket)))
}

function isVisible(element: HTMLElement): boolean {
  const { top, bottom } = element.getBoundingClientRect()
  return bottom > 0 && top < window.innerHeight
}
