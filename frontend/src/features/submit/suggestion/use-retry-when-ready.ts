/** Polls a local model that was warming up or busy, and retries when it is ready. */

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import type { Suggestion } from '@/api/types'
import { stateOf, triageStatusQuery, WARMING_POLL_MS } from '@/tickets/triage-status'

export type Fallback = 'warming' | 'busy' | null

/** Five minutes: enough for a large model on a slow disk. */
const MAX_POLLS = 75

export function fallbackReason(suggestion: Suggestion | null): Fallback {
  const reason = suggestion?.fell_through.find((it) => it.source === 'ollama')?.reason
  return reason === 'warming' || reason === 'busy' ? reason : null
}

/** `retry` is called when the model is ready; each new suggestion restarts or ends the polling. */
export function useRetryWhenReady(
  suggestion: Suggestion | null,
  enabled: boolean,
  retry: () => void,
) {
  const client = useQueryClient()
  const onReady = useEffectEvent(retry)
  const waiting = enabled && fallbackReason(suggestion) !== null
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new suggestion restarts the polling
  useEffect(() => {
    if (!waiting) return
    let polls = 0
    let timer = setTimeout(poll, WARMING_POLL_MS)
    let cancelled = false
    async function poll() {
      polls += 1
      const status = await client
        .fetchQuery({ ...triageStatusQuery, staleTime: 0 })
        .catch(() => undefined)
      if (cancelled) return
      const state = stateOf(status, 'ollama')
      if (state === 'ready') return onReady()
      const mayBeReady = state === 'warming' || state === undefined
      if (mayBeReady && polls < MAX_POLLS) timer = setTimeout(poll, WARMING_POLL_MS)
    }
    return () => {
      cancelled = true
      clearTimeout(timer)
    }
  }, [waiting, suggestion, client])
}
