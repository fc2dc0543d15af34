/** Keywords stood in because the local model was warming up or busy: looks after it, and has it asked again. */

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import type { Suggestion } from '@/api/types'
import { stateOf, triageStatusQuery, WARMING_POLL_MS } from '@/tickets/triage-status'

export type StandIn = 'warming' | 'busy' | null

/** Five minutes: a large model on a slow disk needs some of that, and nobody waits longer in a form. */
const MOST_LOOKS = 75

export function standInFor(suggestion: Suggestion | null): StandIn {
  const reason = suggestion?.fell_through.find((it) => it.source === 'ollama')?.reason
  return reason === 'warming' || reason === 'busy' ? reason : null
}

/** `again` is called when the model is ready; each new suggestion starts the watch anew, or ends it. */
export function useAskAgain(suggestion: Suggestion | null, wanted: boolean, again: () => void) {
  const client = useQueryClient()
  const onReady = useEffectEvent(again)
  const waiting = wanted && standInFor(suggestion) !== null
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new suggestion is a new reason to look
  useEffect(() => {
    if (!waiting) return
    let looks = 0
    let timer = setTimeout(look, WARMING_POLL_MS)
    let left = false
    async function look() {
      looks += 1
      const status = await client
        .fetchQuery({ ...triageStatusQuery, staleTime: 0 })
        .catch(() => undefined)
      if (left) return
      const state = stateOf(status, 'ollama')
      if (state === 'ready') return onReady()
      const hopeful = state === 'warming' || state === undefined
      if (hopeful && looks < MOST_LOOKS) timer = setTimeout(look, WARMING_POLL_MS)
    }
    return () => {
      left = true
      clearTimeout(timer)
    }
  }, [waiting, suggestion, client])
}
