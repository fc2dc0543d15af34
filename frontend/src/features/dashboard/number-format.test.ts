import { expect, test } from 'vitest'
import { formatDuration } from './number-format'

test.each([
  [0, '1\u00a0ms'],
  [480, '480\u00a0ms'],
  [999, '999\u00a0ms'],
  [2_140, '2.1\u00a0s'],
])('%i milliseconds are written as %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text)
})
