/** Whether the desk answers: every request of the pages tells here what it met, and a probe settles a doubt. */

import { createStore } from '@/lib/store'

/** `doubted`: one request met silence, which may be chance. `silent`: the probe met it too. */
export type Reachability = 'answers' | 'doubted' | 'silent'

const PROBE = '/readyz'
const TIMEOUT_MS = 4_000
/** What stands between us and a desk that is down, or a desk whose database is. */
const GATEWAY_ERRORS = [502, 503, 504]

let state: Reachability = 'answers'
const store = createStore(() => state)

export function useReachability(): Reachability {
  return store.useValue()
}

/** What came of a request: its status, or null where there was no answer at all. */
export function reportStatus(status: number | null): void {
  if (status === null || GATEWAY_ERRORS.includes(status)) suspect()
  // An answer to one request among failing ones proves less than the probe.
  else if (state === 'doubted') set('answers')
}

/** Asks whether the desk can work; true when it can. */
export async function probe(): Promise<boolean> {
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  const ready = await fetch(PROBE, { signal, cache: 'no-store' }).then(
    (it) => it.ok,
    () => false,
  )
  set(ready ? 'answers' : 'silent')
  return ready
}

function suspect(): void {
  if (state === 'answers') set('doubted')
}

function set(next: Reachability): void {
  if (next === state) return
  state = next
  store.notify()
}
