/** How tickets are read: the queue page by page, and one ticket with its history. */

import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { answer, api } from './api-client'
import { keys } from './query-keys'
import type { Filters } from './ticket-filters'

export function ticketListQuery(filters: Filters) {
  return infiniteQueryOptions({
    queryKey: keys.list(filters),
    queryFn: ({ pageParam, signal }) => {
      const { category, priority, status, search } = filters
      const query = {
        category: [...category],
        priority: [...priority],
        status: [...status],
        ...(search !== '' && { search }),
        ...(pageParam !== null && { cursor: pageParam }),
      }
      return answer(api.GET('/api/tickets/', { params: { query }, signal }))
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => cursorOf(page.next),
    placeholderData: keepPreviousData,
  })
}

export function ticketQuery(id: number) {
  return queryOptions({
    queryKey: keys.ticket(id),
    queryFn: ({ signal }) =>
      answer(api.GET('/api/tickets/{ticket_id}/', { params: { path: { ticket_id: id } }, signal })),
  })
}

/** The server's `next` is absolute and may name a host this browser cannot reach: only its cursor counts. */
export function cursorOf(next: string | null | undefined): string | null {
  if (!next) return null
  return new URL(next, globalThis.location.origin).searchParams.get('cursor')
}
