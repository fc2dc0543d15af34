/** Asks for news of the list every few seconds: rows change where they stand, and what is new waits to be let in. */

import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { RefObject } from 'react'
import type { TicketRow } from '@/api/types'
import { keys } from '@/tickets/api/keys'
import type { TicketList } from '@/tickets/api/queries'
import type { Filters } from '@/tickets/filters'
import { isWithinLoaded } from './diff-list'
import { type ListUpdates, pollList } from './poll-list'

const PERIOD_MS = 15_000
const NOTHING: ListUpdates = { arrived: [], gone: [], over: false }

export type LiveList = {
  /** In the order of the server's answer; not yet among the rows. */
  arrived: readonly TicketRow[]
  /** There are more new tickets than one page has. */
  over: boolean
  /** Rows that are shown and no longer in the list. */
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
    queryKey: keys.news(filters),
    queryFn: async ({ signal }) => {
      const before = client.getQueryData<ListUpdates>(keys.news(filters)) ?? NOTHING
      return pollList(client, filters, ticketsInSight(pane.current), before, signal)
    },
    enabled: on,
    initialData: NOTHING,
    staleTime: PERIOD_MS,
    gcTime: 0,
    // Not while the tab is hidden, at once when it is seen again, and after a failure as if nothing had been.
    refetchInterval: PERIOD_MS,
    refetchOnWindowFocus: 'always',
    refetchOnReconnect: 'always',
    retry: false,
  })
  if (!on || data.arrived.length === 0) return { arrived: [], over: false, gone: data.gone }
  // The list may have been loaded further since.
  const rows = list.data.pages.flatMap((page) => page.results)
  const known = new Set(rows.map((it) => it.id))
  const shown = { rows, sort: filters.sort, more: list.hasNextPage }
  const arrived = data.arrived.filter((it) => !known.has(it.id) && isWithinLoaded(shown, it))
  return { arrived, over: data.over && arrived.length > 0, gone: data.gone }
}

/** Which tickets' rows can be seen just now. */
function ticketsInSight(pane: HTMLElement | null): ReadonlySet<number> {
  const within = (from: ParentNode | null, what: string) =>
    [...(from?.querySelectorAll<HTMLElement>(what) ?? [])].filter(inSight)
  // By groups first: to ask where a row is makes the browser lay out its whole group, seen or not.
  const rows = within(pane, '.row-group').flatMap((group) => within(group, '[data-ticket]'))
  return new Set(rows.map((row) => Number(row.dataset.ticket)))
}

function inSight(element: HTMLElement): boolean {
  const { top, bottom } = element.getBoundingClientRect()
  return bottom > 0 && top < window.innerHeight
}
