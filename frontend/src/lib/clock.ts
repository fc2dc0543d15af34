/** One clock for every time on a page: ticks each minute, and only while a component follows it. */

import { createStore } from './store'

const MINUTE_MS = 60_000
let minute = Date.now()
const store = createStore(() => minute, start)

/** The current time in milliseconds, updated each minute. */
export function useNow(): number {
  return store.useValue()
}

function start(): () => void {
  minute = Date.now()
  const timer = setInterval(() => {
    minute = Date.now()
    store.notify()
  }, MINUTE_MS)
  return () => clearInterval(timer)
}
