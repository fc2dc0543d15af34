import { afterEach, expect, test } from 'vitest'
import { ApiError } from './error'
import { attemptOf, clearAttempt, isOutcomeUnknown } from './idempotency'

const STORAGE_KEY = 'quietdesk.test'
const CONTENT = { title: 'Charged twice', description: 'On my statement' }
const BODY = { ...CONTENT, suggestion: 'first' }

afterEach(() => sessionStorage.clear())

test('the same content keeps its key and its first body, whatever the body is now', () => {
  const first = attemptOf(STORAGE_KEY, BODY, CONTENT)
  const deferred = { ...CONTENT, category: 'billing', suggestion: 'second' }
  expect(attemptOf<object>(STORAGE_KEY, deferred, CONTENT)).toEqual({
    key: first.key,
    body: deferred,
    first: BODY,
  })
  expect(first.key).toMatch(/^[0-9a-f]{32}$/)
})

test('changed content gets another key', () => {
  const first = attemptOf(STORAGE_KEY, BODY, CONTENT)
  const changed = { ...CONTENT, title: 'Charged thrice' }
  const second = attemptOf(STORAGE_KEY, changed)
  expect(second.key).not.toBe(first.key)
  expect(second.first).toEqual(changed)
})

test('the same content after a success gets another key', () => {
  const first = attemptOf(STORAGE_KEY, BODY, CONTENT)
  clearAttempt(STORAGE_KEY)
  expect(attemptOf(STORAGE_KEY, BODY, CONTENT).key).not.toBe(first.key)
})

test('each storage key has its own idempotency key', () => {
  expect(attemptOf(STORAGE_KEY, BODY).key).not.toBe(attemptOf('quietdesk.other', BODY).key)
})

test.each(['{', '7', '{"key":1}', '{"key":"k"}', '{"key":"k","first":{}}'])(
  'damaged storage (%s) holds no attempt',
  (stored) => {
    sessionStorage.setItem(STORAGE_KEY, stored)
    expect(attemptOf(STORAGE_KEY, BODY, CONTENT).first).toEqual(BODY)
  },
)

test.each([
  [new ApiError('unreachable'), true],
  [new ApiError('timeout'), true],
  [new ApiError('http', 502), true],
  [new ApiError('http', 504), true],
  [new ApiError('http', 500), false],
  [new ApiError('http', 503), false],
  [new ApiError('http', 400), false],
  [new Error('no request'), false],
])('%s: the outcome is unknown: %s', (error, unknown) => {
  expect(isOutcomeUnknown(error)).toBe(unknown)
})
