/** A ticket's notes, oldest first. They are only ever added, so what has been read is never read again. */

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
    // Also when the last page says that it is the last: somebody may have written since.
    getNextPageParam: (page, _pages, after: number) => page.results.at(-1)?.id ?? after,
    staleTime: Number.POSITIVE_INFINITY,
  })
}
