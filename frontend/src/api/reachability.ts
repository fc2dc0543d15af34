/** Whether the server can be reached: every request reports its status, and a probe confirms an outage. */

import { createStore } from '@/lib/store'

/** `suspect`: one request failed, which may be chance. `offline`: the probe failed too. */
export type Reachability = 'online' | 'suspect' | 'offline'

const PROBE = '/readyz'
const TIMEOUT_MS = 4_000
/** The server is down behind its proxy, or its database is. */
const GATEWAY_ERRORS = [502, 503, 504]

let state: Reachability = 'online'
const store = createStore(() => state)

export function useReachability(): Reachability {
  return store.useValue()
}

/** To be called with the status of every response; null when there was none. */
export function reportStatus(status: number | null): void {
  if (status === null || GATEWAY_ERRORS.includes(status)) markSuspect()
  // While offline, one answer among failing requests proves less than the probe.
  else if (state === 'suspect') set('online')
}

/** Asks the server whether it is ready. */
export async function probe(): Promise<boolean> {
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  const ready = await fetch(PROBE, { signal, cache: 'no-store' }).then(
    (it) => it.ok,
    () => false,
  )
  set(ready ? 'online' : 'offline')
  return ready
}

function markSuspect(): void {
  if (state === 'online') set('suspect')
}

function set(next: Reachability): void {
  if (next === state) return
  state = next
  store.notify()
}
