/** One clock for every time on a page: ticks each minute, and only while something listens. */

import { useSyncExternalStore } from 'react'

const MINUTE_MS = 60_000
const listeners = new Set<() => void>()
let minute = Date.now()
let timer: ReturnType<typeof setInterval> | undefined

/** The present, in milliseconds, renewed each minute. */
export function useMinute(): number {
  return useSyncExternalStore(subscribe, () => minute)
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    minute = Date.now()
    timer = setInterval(tick, MINUTE_MS)
  }
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) clearInterval(timer)
  }
}

function tick(): void {
  minute = Date.now()
  for (const listener of listeners) listener()
}
