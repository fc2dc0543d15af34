/** Tickets that may be about the same, found by the title while it is typed: one question after each pause. */

import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import { LIMITS } from '@/api/limits'
import { codePointLength, firstCodePoints } from '@/lib/code-points'
import { useDebounced } from '@/lib/use-debounced'

const DEBOUNCE_MS = 600
const { minLength, maxLength } = LIMITS.TitleRequest.title

export function useSimilarTickets(title: string) {
  const debounced = useDebounced(firstCodePoints(title.trim(), maxLength), DEBOUNCE_MS)
  const wanted = codePointLength(debounced) >= minLength
  const found = useQuery({ ...similarQuery(debounced), enabled: wanted }).data?.results
  return wanted && found ? found : []
}

function similarQuery(title: string) {
  return queryOptions({
    queryKey: ['tickets', 'similar', title],
    queryFn: ({ signal }) => unwrap(api.POST('/api/tickets/similar/', { body: { title }, signal })),
    placeholderData: keepPreviousData,
    // A hint that cannot be had is not missed.
    retry: false,
  })
}
