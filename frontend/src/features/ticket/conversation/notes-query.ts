/** A ticket's notes, oldest first. Notes are append-only, so pages never become stale. */

import { infiniteQueryOptions } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import { keys } from '@/tickets/api/keys'

export function notesQuery(id: number) {
  return infiniteQueryOptions({
    queryKey: keys.notes(id),
    queryFn: ({ pageParam, signal }) => {
      const params = { path: { ticket_id: id }, query: { after: pageParam } }
      return unwrap(api.GET('/api/tickets/{ticket_id}/notes/', { params, signal }))
    },
    initialPageParam: 0,
    // Also after the last page: notes may have been added since.
    getNextPageParam: (page, _pages, after: number) => page.results.at(-1)?.id ?? after,
    staleTime: Number.POSITIVE_INFINITY,
  })
}
