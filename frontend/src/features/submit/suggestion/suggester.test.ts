import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ClassifyRequest, Suggestion } from '@/api/types'
import { suggestion } from '@/testing/examples'
import { DEBOUNCE_MS, Suggester } from './suggester'

type Call = {
  question: ClassifyRequest
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
    (question, signal) =>
      new Promise((resolve, reject) => {
        // Advancing by 0 ms runs what awaits the promise.
        const then = (action: () => void) => async () => {
          action()
          await vi.advanceTimersByTimeAsync(0)
        }
        calls.push({
          question,
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

test('asks once the typing has paused, not at each letter', async () => {
  for (const written of ['My invoice i', 'My invoice is', 'My invoice is wrong']) {
    suggester.update(text(written))
    await vi.advanceTimersByTimeAsync(DEBOUNCE_MS - 1)
  }
  expect(calls).toHaveLength(0)
  await pause()
  expect(calls.map((it) => it.question.description)).toEqual(['My invoice is wrong'])
})

test('asks at once when the field is left, and not again after the pause', async () => {
  suggester.update(text('My invoice is wrong'))
  suggester.flush()
  expect(calls).toHaveLength(1)
  await call(0).reply(suggestion())
  await pause()
  suggester.flush()
  expect(calls).toHaveLength(1)
})

test('a few letters are not asked about', async () => {
  suggester.update(text('  invoice   '))
  await pause()
  suggester.flush()
  expect(calls).toHaveLength(0)
})

test('one call at a time, and the newest text as soon as it has returned', async () => {
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
  expect(call(1).question.description).toBe('My invoice is wrong, and so is the page')
})

test('while typing goes on the next call waits for the pause', async () => {
  suggester.update(text('My invoice is wrong'))
  await pause()
  suggester.update(text('My invoice is wrong, a'))
  await call(0).reply(suggestion())
  expect(calls).toHaveLength(1)
  await pause()
  expect(calls).toHaveLength(2)
})

test('a late answer to text that was replaced is not shown', async () => {
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

test('an answer to text that was continued is shown until the next one comes', async () => {
  suggester.update(text('My invoice is wrong'))
  await pause()
  suggester.update(text('My invoice is wrong, and the page crashes'))
  await call(0).reply(suggestion({ suggested_category: 'billing' }))
  expect(suggester.getState()).toMatchObject({
    current: false,
    suggestion: { suggested_category: 'billing' },
  })
})

test('text typed back to what it was is answered from memory', async () => {
  suggester.update(text('My invoice is wrong'))
  await pause()
  await call(0).reply(suggestion({ suggested_priority: 'low' }))
  suggester.update(text('My invoice is wrong!'))
  suggester.update(text('My invoice is wrong'))
  await pause()
  expect(calls).toHaveLength(1)
  expect(suggester.getState()).toMatchObject({ current: true, pending: false })
})

test('deleted text takes its suggestion along', async () => {
  suggester.update(text('My invoice is wrong'))
  await pause()
  await call(0).reply(suggestion())
  suggester.update(text(''))
  expect(suggester.getState().suggestion).toBeNull()
})

test('a failure is told, and asked again only on request or with new text', async () => {
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

test('after a failure the text written meanwhile is asked about', async () => {
  suggester.update(text('My invoice is wrong'))
  await pause()
  suggester.update(text('The printer is broken'))
  await pause()
  await call(0).fail()
  expect(call(1).question.description).toBe('The printer is broken')
})

test('typing never aborts a call; leaving the page does, and nothing follows', async () => {
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

test('the same text is repeated a few times at most, and anew for other text', async () => {
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

test('text to be kept on premises is another question', async () => {
  suggester.update(text('My invoice is wrong'))
  await pause()
  await call(0).reply(suggestion({ source: 'openai' }))
  suggester.update({ ...text('My invoice is wrong'), local_only: true })
  await pause()
  expect(call(1).question.local_only).toBe(true)
})
