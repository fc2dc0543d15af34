/** Tickets that may be about the same, found by the title while it is typed: one question after each pause. */

import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { answer, api } from '@/api/client'
import { LIMITS } from '@/api/limits'
import { firstOf, lengthOf } from '@/lib/code-points'

const PAUSE_MS = 600
const { minLength, maxLength } = LIMITS.TitleRequest.title

export function useSimilar(title: string) {
  const settled = useSettled(firstOf(title.trim(), maxLength))
  const wanted = lengthOf(settled) >= minLength
  const found = useQuery({ ...similarQuery(settled), enabled: wanted }).data?.results
  return wanted && found ? found : []
}

function similarQuery(title: string) {
  return queryOptions({
    queryKey: ['tickets', 'similar', title],
    queryFn: ({ signal }) => answer(api.POST('/api/tickets/similar/', { body: { title }, signal })),
    placeholderData: keepPreviousData,
    // A hint that cannot be had is not missed.
    retry: false,
  })
}

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
