/** Queries for tickets: the list page by page, counts, and one ticket with its history. */

import {
  type InfiniteData,
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  type UseInfiniteQueryResult,
} from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { TicketPage } from '@/api/types'
import type { Filters } from '../filters'
import type { LabelField } from '../labels'
import { keys } from './keys'

/** What useInfiniteQuery gives for a list. */
export type TicketList = UseInfiniteQueryResult<InfiniteData<TicketPage>>

export function ticketListQuery(filters: Filters) {
  return infiniteQueryOptions({
    queryKey: keys.list(filters),
    queryFn: ({ pageParam, signal }) => readTicketPage(filters, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => cursorOf(page.next),
    placeholderData: keepPreviousData,
    // A refetch would move rows under the reader's eyes; the queue polls and updates rows in place instead.
    refetchOnWindowFocus: false,
  })
}

/** One page of the list, with excerpts of the descriptions. */
export function readTicketPage(filters: Filters, cursor: string | null, signal: AbortSignal) {
  const { category, priority, status, source, outcome, changed } = filters
  const { created_from, created_to, search, sort } = filters
  const query = {
    category: [...category],
    priority: [...priority],
    status: [...status],
    source: [...source],
    outcome: [...outcome],
    changed: [...changed],
    ...(created_from !== '' && { created_from }),
    ...(created_to !== '' && { created_to }),
    ...(search !== '' && { search }),
    ...(sort !== 'newest' && { sort }),
    text: 'excerpt' as const,
    ...(cursor !== null && { cursor }),
  }
  return unwrap(api.GET('/api/tickets/', { params: { query }, signal }))
}

/** How many tickets each label has; the server counts by labels only. */
export function ticketCountsQuery({ category, priority, status }: Pick<Filters, LabelField>) {
  const labels = { category, priority, status }
  return queryOptions({
    queryKey: keys.counts(labels),
    queryFn: ({ signal }) => {
      const query = { category: [...category], priority: [...priority], status: [...status] }
      return unwrap(api.GET('/api/tickets/counts/', { params: { query }, signal }))
    },
    placeholderData: keepPreviousData,
  })
}

export function ticketQuery(id: number) {
  return queryOptions({
    queryKey: keys.ticket(id),
    queryFn: ({ signal }) => readTicket(id, signal),
  })
}

export function readTicket(id: number, signal: AbortSignal) {
  const params = { path: { ticket_id: id } }
  return unwrap(api.GET('/api/tickets/{ticket_id}/', { params, signal }))
}

/** The server's `next` is absolute and may name a host that this browser cannot reach; only its cursor is used. */
export function cursorOf(next: string | null | undefined): string | null {
  if (!next) return null
  return new URL(next, globalThis.location.origin).searchParams.get('cursor')
}
