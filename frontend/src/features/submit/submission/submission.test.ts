import { afterEach, expect, test } from 'vitest'
import { forgetSubmission, submissionOf } from './submission'

const OWN = { title: 'Charged twice', description: 'On my statement' }
const BODY = { ...OWN, suggestion: 'first' }

afterEach(() => sessionStorage.clear())

test('the same words keep their name, whatever was suggested since, and what was sent first', () => {
  const first = submissionOf(BODY, OWN)
  const later = { ...OWN, category: 'billing', suggestion: 'second' } as const
  expect(submissionOf(later, OWN)).toEqual({ key: first.key, body: later, first: BODY })
  expect(first.key).toMatch(/^[0-9a-f]{32}$/)
})

test('changed words are another submission', () => {
  const first = submissionOf(BODY, OWN)
  const changed = { ...OWN, title: 'Charged thrice' }
  const second = submissionOf(changed, changed)
  expect(second.key).not.toBe(first.key)
  expect(second.first).toEqual(changed)
})

test('the same words after a filed ticket are another ticket', () => {
  const first = submissionOf(BODY, OWN)
  forgetSubmission()
  expect(submissionOf(BODY, OWN).key).not.toBe(first.key)
})

test.each(['{', '7', '{"key":1}', '{"key":"k"}', '{"key":"k","first":{}}'])(
  'a broken shelf (%s) is no submission',
  (kept) => {
    sessionStorage.setItem('quietdesk.submission', kept)
    expect(submissionOf(BODY, OWN).first).toEqual(BODY)
  },
)
