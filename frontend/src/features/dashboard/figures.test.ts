import { expect, test } from 'vitest'
import { duration } from './figures'

test.each([
  [0, '1ms'],
  [480, '480ms'],
  [999, '999ms'],
  [2_140, '2.1s'],
])('%i milliseconds are written as %s', (ms, text) => {
  expect(duration(ms)).toBe(text)
})
