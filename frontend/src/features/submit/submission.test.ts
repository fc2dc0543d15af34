import { afterEach, expect, test } from 'vitest'
import { forgetSubmission, submissionOf } from './submission'

const BODY = { title: 'Charged twice', description: 'On my statement', suggestion: 'first' }

afterEach(() => sessionStorage.clear())

test('the same draft keeps its name and its body, whatever was suggested since', () => {
  const first = submissionOf(BODY)
  expect(submissionOf({ ...BODY, suggestion: 'second' })).toEqual(first)
  expect(first.key).toMatch(/^[0-9a-f]{32}$/)
})

test('a changed draft is another submission', () => {
  const first = submissionOf(BODY)
  const second = submissionOf({ ...BODY, title: 'Charged thrice' })
  expect(second.key).not.toBe(first.key)
  expect(second.body.title).toBe('Charged thrice')
})

test('the same words after a filed ticket are another ticket', () => {
  const first = submissionOf(BODY)
  forgetSubmission()
  expect(submissionOf(BODY).key).not.toBe(first.key)
})

test.each(['{', '7', '{"key":1}', '{"key":"k"}'])(
  'a broken shelf (%s) is no submission',
  (kept) => {
    sessionStorage.setItem('quietdesk.submission', kept)
    expect(submissionOf(BODY).body).toEqual(BODY)
  },
)
