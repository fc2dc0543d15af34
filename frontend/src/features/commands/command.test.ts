import { expect, test } from 'vitest'
import { scoreOf } from './command'

test.each([
  ['New ticket', 'new', true],
  ['New ticket', 'tick new', true],
  ['New ticket', 'ntk', true],
  ['New ticket', 'nt', false],
  ['New ticket', 'new dashboard', false],
  ['Übersicht', 'ubers', true],
  ['Status: In Arbeit', 'ARBEIT', true],
  ['Anything', '', true],
])('"%s" for "%s": %s', (text, typed, fits) => {
  expect(scoreOf(text, typed) > 0).toBe(fits)
})

test('a prefix scores more than a substring, and that more than a subsequence', () => {
  const scores = ['open', 'reopen', 'old pen'].map((it) => scoreOf(it, 'open'))
  expect(scores).toEqual(scores.toSorted((a, b) => b - a))
  expect(new Set(scores).size).toBe(3)
})
