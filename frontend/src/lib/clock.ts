/** The server's clock, for every time on a page: it ticks each minute, and only while a component follows it. */

import { createStore } from './store'

const MINUTE_MS = 60_000
/** From this difference on the reader is told that this computer's clock is wrong. */
const WRONG_MS = 5 * MINUTE_MS
/** A response out of a cache shows an older time, so the latest of this many counts. */
const KEPT = 10

/** What performance.now() has to be increased by, as each of the last responses says. */
let bases: readonly number[] = []
let minute = Date.now()
const store = createStore(() => minute, start)
const wrong = createStore(isWrong)

/** To be called with the headers of every response. */
export function reportServerTime(headers: Headers): void {
  const date = Date.parse(headers.get('date') ?? '')
  // With an age it comes from a cache.
  if (Number.isNaN(date) || Number(headers.get('age') ?? 0) !== 0) return
  bases = [...bases, date - performance.now()].slice(-KEPT)
  if (Math.abs(serverNow() - minute) > MINUTE_MS) tick()
  wrong.notify()
}

/** The server's time in milliseconds, updated each minute; this computer's until the first response. */
export function useNow(): number {
  return store.useValue()
}

/** Whether this computer's clock differs from the server's by minutes. */
export function useClockIsWrong(): boolean {
  return wrong.useValue()
}

/** Independent of this computer's clock, which may be set while the page is open. */
function serverNow(): number {
  return bases.length === 0 ? Date.now() : performance.now() + Math.max(...bases)
}

function isWrong(): boolean {
  return Math.abs(serverNow() - Date.now()) > WRONG_MS
}

function tick(): void {
  minute = serverNow()
  store.notify()
}

function start(): () => void {
  minute = serverNow()
  const timer = setInterval(tick, MINUTE_MS)
  return () => clearInterval(timer)
}
