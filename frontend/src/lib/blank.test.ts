import { expect, test } from 'vitest'
import { isBlank } from './blank'

test.each(['', ' ', '\t\n', '\u00a0', '\u3000', '\u200b\u2060', '\ufeff', '\u3164'])(
  '%j is blank',
  (text) => {
    expect(isBlank(text)).toBe(true)
  },
)

test.each(['a', ' . ', '🙂', '\u200bx'])('something is seen of %j', (text) => {
  expect(isBlank(text)).toBe(false)
})
