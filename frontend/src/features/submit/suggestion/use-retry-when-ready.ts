/** Polls a source that was warming up or busy, and retries when it is ready. */

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import type { Suggestion } from '@/api/types'
import { stateOf, triageStatusQuery, WARMING_POLL_MS } from '@/tickets/triage-status'

/** Five minutes: enough for a large model on a slow disk. */
const MAX_POLLS = 75

/** The first source that will soon answer in place of the one that did. The cloud is never waited for. */
export function soonReady(suggestion: Suggestion | null) {
  return suggestion?.fell_through.find(
    ({ source, reason }) =>
      (source === 'ollama' && (reason === 'warming' || reason === 'busy')) ||
      (source === 'classifier' && reason === 'warming'),
  )
}

/** `retry` is called when the source is ready; each new suggestion restarts or ends the polling. */
export function useRetryWhenReady(
  suggestion: Suggestion | null,
  enabled: boolean,
  retry: () => void,
) {
  const client = useQueryClient()
  const onReady = useEffectEvent(retry)
  const source = enabled ? soonReady(suggestion)?.source : undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new suggestion restarts the polling
  useEffect(() => {
    if (!source) return
    const awaited = source
    let polls = 0
    let timer = setTimeout(poll, WARMING_POLL_MS)
    let cancelled = false
    async function poll() {
      polls += 1
      const status = await client
        .fetchQuery({ ...triageStatusQuery, staleTime: 0 })
        .catch(() => undefined)
      if (cancelled) return
      const state = stateOf(status, awaited)
      if (state === 'ready') return onReady()
      const mayBeReady = state === 'warming' || state === undefined
      if (mayBeReady && polls < MAX_POLLS) timer = setTimeout(poll, WARMING_POLL_MS)
    }
    return () => {
      cancelled = true
      clearTimeout(timer)
    }
  }, [source, suggestion, client])
}
