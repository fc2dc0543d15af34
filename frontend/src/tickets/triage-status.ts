/** The state of the triage sources, for the header and the form. */

import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { Source, SourceState, TriageStatus } from '@/api/types'
import { keys } from './api/keys'

/** While a model is loading, its state is polled more often. */
export const WARMING_POLL_MS = 4_000
const READY_POLL_MS = 30_000

export const triageStatusQuery = queryOptions({
  queryKey: keys.triageStatus,
  queryFn: ({ signal }) => unwrap(api.GET('/api/triage/status/', { signal })),
  refetchInterval: ({ state }) =>
    stateOf(state.data, 'ollama') === 'warming' ? WARMING_POLL_MS : READY_POLL_MS,
})

export function stateOf(status: TriageStatus | undefined, source: Source): SourceState | undefined {
  return status?.sources.find((it) => it.source === source)?.state
}
