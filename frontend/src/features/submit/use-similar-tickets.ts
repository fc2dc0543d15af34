/** Similar tickets by title, debounced while it is typed. */

import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import { LIMITS } from '@/api/limits'
import { codePointLength, firstCodePoints } from '@/lib/code-points'
import { useDebounced } from '@/lib/use-debounced'

const DEBOUNCE_MS = 600
const { minLength, maxLength } = LIMITS.TitleRequest.title

export function useSimilarTickets(title: string) {
  const debounced = useDebounced(firstCodePoints(title.trim(), maxLength), DEBOUNCE_MS)
  const enabled = codePointLength(debounced) >= minLength
  const found = useQuery({ ...similarQuery(debounced), enabled: enabled }).data?.results
  return enabled && found ? found : []
}

function similarQuery(title: string) {
  return queryOptions({
    queryKey: ['tickets', 'similar', title],
    queryFn: ({ signal }) => unwrap(api.POST('/api/tickets/similar/', { body: { title }, signal })),
    placeholderData: keepPreviousData,
    // Optional: a failure is ignored.
    retry: false,
  })
}
