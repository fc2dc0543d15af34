/** Runs the callbacks of setInterval on demand, instead of waiting for them. */

import { act } from '@testing-library/react'
import { vi } from 'vitest'

/** To be called before rendering; the result runs all intervals of that many milliseconds. */
export function watchIntervals(): (milliseconds: number) => void {
  const set = vi.spyOn(globalThis, 'setInterval')
  return (milliseconds) => {
    const rounds = set.mock.calls.filter(([, every]) => every === milliseconds)
    if (rounds.length === 0) throw new Error(`Nothing comes every ${milliseconds} ms.`)
    act(() => {
      for (const [round] of rounds) if (typeof round === 'function') round()
    })
  }
}
