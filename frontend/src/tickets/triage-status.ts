/** The state of the triage sources, for the header and the form. */

import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { Place, Source, SourceState, TriageStatus } from '@/api/types'
import { keys } from './api/keys'

/** While a model is loading, its state is polled more often. */
export const WARMING_POLL_MS = 4_000
const READY_POLL_MS = 30_000

export const triageStatusQuery = queryOptions({
  queryKey: keys.triageStatus,
  queryFn: ({ signal }) => unwrap(api.GET('/api/triage/status/', { signal })),
  refetchInterval: ({ state }) =>
    state.data?.sources.some((it) => it.state === 'warming') ? WARMING_POLL_MS : READY_POLL_MS,
})

export function stateOf(status: TriageStatus | undefined, source: Source): SourceState | undefined {
  return status?.sources.find((it) => it.source === source)?.state
}

/** Where the classifier reads a text; null while it is unknown, and where there is none. */
export function classifierPlace(status: TriageStatus | undefined): Place | null {
  const classifier = status?.sources.find((it) => it.source === 'classifier')
  return classifier && classifier.state !== 'off' ? classifier.place : null
}
