/** For tests whose clock is their own and moves only when they say so. */

import { act } from '@testing-library/react'
import { vi } from 'vitest'

/** Lets so much time pass, in steps, with real pauses between them for the stand-in server to answer. */
export async function advance(milliseconds: number) {
  for (let rest = milliseconds; rest > 0; rest -= 1000) {
    await act(async () => {
      await vi.advanceTimersByTimeAsync(Math.min(rest, 1000))
      for (let turn = 0; turn < 20; turn += 1) await new Promise((go) => setImmediate(go))
    })
  }
}
