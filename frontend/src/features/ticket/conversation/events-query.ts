/** A ticket's earlier history, page by page, and the whole texts of one entry. Entries never change. */

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import { keys } from '@/tickets/api/keys'

/** Pages of the entries before this one, the latest page first. */
export function earlierEventsQuery(ticketId: number, before: number) {
  return infiniteQueryOptions({
    queryKey: keys.events(ticketId, before),
    queryFn: ({ pageParam, signal }) => {
      const params = { path: { ticket_id: ticketId }, query: { before: pageParam } }
      return unwrap(api.GET('/api/tickets/{ticket_id}/events/', { params, signal }))
    },
    initialPageParam: before,
    getNextPageParam: (page) => (page.more ? page.results[0]?.id : undefined),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

export function eventQuery(ticketId: number, eventId: number) {
  return queryOptions({
    queryKey: keys.event(ticketId, eventId),
    queryFn: ({ signal }) => {
      const params = { path: { ticket_id: ticketId, event_id: eventId } }
      return unwrap(api.GET('/api/tickets/{ticket_id}/events/{event_id}/', { params, signal }))
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
}
