/** For tests with fake timers. */

import { act } from '@testing-library/react'
import { vi } from 'vitest'

/** Advances the fake clock in steps, with real pauses in between, in which the mock server answers. */
export async function advance(milliseconds: number) {
  for (let rest = milliseconds; rest > 0; rest -= 1000) {
    await act(async () => {
      await vi.advanceTimersByTimeAsync(Math.min(rest, 1000))
      for (let turn = 0; turn < 20; turn += 1) await new Promise((go) => setImmediate(go))
    })
  }
}
