import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const DAY_MS = 86_400_000
const NOW = Date.parse('2026-11-27T12:00:00Z')

beforeEach(() => {
  vi.useFakeTimers({ now: NOW })
  // The module keeps what the responses said.
  vi.resetModules()
})
afterEach(() => vi.useRealTimers())

async function clock() {
  const { reportServerTime, useClockIsWrong, useNow } = await import('./clock')
  const { result } = renderHook(() => ({ now: useNow(), wrong: useClockIsWrong() }))
  const report = (at: number, headers: Record<string, string> = {}) =>
    act(() => reportServerTime(new Headers({ date: new Date(at).toUTCString(), ...headers })))
  return {
    result,
    report,
    raw: (headers: Record<string, string>) => reportServerTime(new Headers(headers)),
  }
}

test('until the first response it is this computer’s', async () => {
  const { result } = await clock()
  expect(result.current).toEqual({ now: NOW, wrong: false })
})

test.each([3 * DAY_MS, -3 * DAY_MS, 301_000, -301_000])(
  'a server that is %d ms ahead is followed, and the difference told',
  async (ahead) => {
    const { result, report } = await clock()
    report(NOW + ahead)
    expect(result.current).toEqual({ now: NOW + ahead, wrong: true })
    act(() => vi.advanceTimersByTime(60_000))
    expect(result.current.now).toBe(NOW + ahead + 60_000)
  },
)

test('seconds of difference are not told', async () => {
  const { result, report } = await clock()
  report(NOW + 20_000)
  report(NOW - 20_000)
  expect(result.current.wrong).toBe(false)
})

test('a clock that is set while the page is open changes no time', async () => {
  const { result, report } = await clock()
  report(NOW)
  vi.setSystemTime(NOW + 3 * DAY_MS)
  act(() => vi.advanceTimersByTime(60_000))
  expect(result.current.now).toBe(NOW + 60_000)
  report(NOW + 60_000)
  expect(result.current.wrong).toBe(true)
})

test('a response out of a cache does not set it back', async () => {
  const { result, report } = await clock()
  report(NOW)
  report(NOW - DAY_MS)
  report(NOW - DAY_MS, { age: '86400' })
  report(NOW + DAY_MS, { age: '1' })
  expect(result.current).toEqual({ now: NOW, wrong: false })
})

test('a server whose clock was corrected is followed after some responses', async () => {
  const { result, report } = await clock()
  report(NOW + 3 * DAY_MS)
  for (let n = 0; n < 10; n += 1) report(NOW)
  expect(result.current).toEqual({ now: NOW, wrong: false })
})

test.each([{}, { date: '' }, { date: 'yesterday' }, { date: 'Thu, 99 Foo 2026' }])(
  'without a usable Date (%j) it stays as it is',
  async (headers) => {
    const { result, raw } = await clock()
    act(() => raw(headers as Record<string, string>))
    expect(result.current).toEqual({ now: NOW, wrong: false })
  },
)
