import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ClassifyRequest, Suggestion } from '@/api/types'
import { suggestion } from '@/testing/examples'
import { DEBOUNCE_MS, Suggester } from './suggester'

type Call = {
  request: ClassifyRequest
  signal: AbortSignal
  reply: (answer: Suggestion) => Promise<void>
  fail: () => Promise<void>
}

let calls: Call[]
let suggester: Suggester
let leave: () => void

beforeEach(() => {
  vi.useFakeTimers()
  calls = []
  suggester = new Suggester(
    (request, signal) =>
      new Promise((resolve, reject) => {
        // Advancing by 0 ms runs what awaits the promise.
        const then = (action: () => void) => async () => {
          action()
          await vi.advanceTimersByTimeAsync(0)
        }
        calls.push({
          request,
          signal,
          reply: (answer) => then(() => resolve(answer))(),
          fail: then(() => reject(new Error('gone'))),
        })
      }),
  )
  leave = suggester.start()
})

afterEach(() => {
  leave()
  vi.useRealTimers()
})

const text = (description: string): ClassifyRequest => ({
  title: '',
  description,
  local_only: false,
})
const pause = () => vi.advanceTimersByTimeAsync(DEBOUNCE_MS)
const call = (index: number) => calls[index] as Call

test('debounces the typing', async () => {
  for (const written of ['My invoice i', 'My invoice is', 'My invoice is wrong']) {
    suggester.update(text(written))
    await vi.advanceTimersByTimeAsync(DEBOUNCE_MS - 1)
  }
  expect(calls).toHaveLength(0)
  await pause()
  expect(calls.map((it) => it.request.description)).toEqual(['My invoice is wrong'])
})

test('requests at once on blur, and not again after the debounce', async () => {
  suggester.update(text('My invoice is wrong'))
  suggester.flush()
  expect(calls).toHaveLength(1)
  await call(0).reply(suggestion())
  await pause()
  suggester.flush()
  expect(calls).toHaveLength(1)
})

test('a short text is not classified', async () => {
  suggester.update(text('  invoice   '))
  await pause()
  suggester.flush()
  expect(calls).toHaveLength(0)
})

test('one request at a time, then the latest text', async () => {
  suggester.update(text('My invoice is wrong'))
  await pause()
  suggester.update(text('My invoice is wrong, and so'))
  await pause()
  suggester.update(text('My invoice is wrong, and so is the page'))
  await pause()
  suggester.flush()
  expect(calls).toHaveLength(1)
  await call(0).reply(suggestion())
  expect(calls).toHaveLength(2)
  expect(call(1).request.description).toBe('My invoice is wrong, and so is the page')
})

test('while someone types the next request waits for the debounce', async () => {
  suggester.update(text('My invoice is wrong'))
  await pause()
  suggester.update(text('My invoice is wrong, a'))
  await call(0).reply(suggestion())
  expect(calls).toHaveLength(1)
  await pause()
  expect(calls).toHaveLength(2)
})

test('a late suggestion for replaced text is not shown', async () => {
  suggester.update(text('My invoice is wrong'))
  await pause()
  suggester.update(text('The printer on floor two is broken'))
  await pause()
  await call(0).reply(suggestion({ suggested_category: 'billing' }))
  expect(suggester.getState().suggestion).toBeNull()
  await call(1).reply(suggestion({ suggested_category: 'technical' }))
  expect(suggester.getState()).toMatchObject({
    current: true,
    suggestion: { suggested_category: 'technical' },
  })
})

test('a suggestion for a prefix of the text is shown until the next one arrives', async () => {
  suggester.update(text('My invoice is wrong'))
  await pause()
  suggester.update(text('My invoice is wrong, and the page crashes'))
  await call(0).reply(suggestion({ suggested_category: 'billing' }))
  expect(suggester.getState()).toMatchObject({
    current: false,
    suggestion: { suggested_category: 'billing' },
  })
})

test('a text that was classified before is answered from the cache', async () => {
  suggester.update(text('My invoice is wrong'))
  await pause()
  await call(0).reply(suggestion({ suggested_priority: 'low' }))
  suggester.update(text('My invoice is wrong!'))
  suggester.update(text('My invoice is wrong'))
  await pause()
  expect(calls).toHaveLength(1)
  expect(suggester.getState()).toMatchObject({ current: true, pending: false })
})

test('deleting the text removes the suggestion', async () => {
  suggester.update(text('My invoice is wrong'))
  await pause()
  await call(0).reply(suggestion())
  suggester.update(text(''))
  expect(suggester.getState().suggestion).toBeNull()
})

test('a failure is shown, and retried on request or with new text only', async () => {
  suggester.update(text('My invoice is wrong'))
  await pause()
  await call(0).fail()
  expect(suggester.getState()).toMatchObject({ failed: true, pending: false })
  await vi.advanceTimersByTimeAsync(60_000)
  expect(calls).toHaveLength(1)
  suggester.retry()
  expect(calls).toHaveLength(2)
  expect(suggester.getState().failed).toBe(false)
})

test('after a failure the latest text is classified', async () => {
  suggester.update(text('My invoice is wrong'))
  await pause()
  suggester.update(text('The printer is broken'))
  await pause()
  await call(0).fail()
  expect(call(1).request.description).toBe('The printer is broken')
})

test('typing never aborts a request; unmounting does, and nothing follows', async () => {
  suggester.update(text('My invoice is wrong'))
  await pause()
  suggester.update(text('The printer is broken'))
  await pause()
  expect(call(0).signal.aborted).toBe(false)
  leave()
  expect(call(0).signal.aborted).toBe(true)
  await call(0).reply(suggestion())
  expect(calls).toHaveLength(1)
  expect(suggester.getState().suggestion).toBeNull()
})

test('the same text is repeated a few times at most, and another text starts over', async () => {
  suggester.update(text('My invoice is wrong'))
  await pause()
  await call(0).reply(suggestion())
  let repeats = 0
  while (suggester.repeat() && repeats < 50) {
    repeats += 1
    await (calls.at(-1) as Call).reply(suggestion())
  }
  expect(repeats).toBe(5)
  suggester.update(text('The printer is broken'))
  expect(suggester.repeat()).toBe(true)
})

test('the same text as local only is another request', async () => {
  suggester.update(text('My invoice is wrong'))
  await pause()
  await call(0).reply(suggestion({ source: 'openai' }))
  suggester.update({ ...text('My invoice is wrong'), local_only: true })
  await pause()
  expect(call(1).request.local_only).toBe(true)
})
