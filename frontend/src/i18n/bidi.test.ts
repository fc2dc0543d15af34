import { expect, test } from 'vitest'
import { isolate, splitIsolates } from './bidi'

test('every second piece of a sentence is what was isolated in it', () => {
  const sentence = `From “${isolate('a')}” to “${isolate('b')}”`
  expect(splitIsolates(sentence)).toEqual(['From “', 'a', '” to “', 'b', '”'])
  expect(splitIsolates('Ticket filed')).toEqual(['Ticket filed'])
})

test('whoever writes the signs themselves changes nothing', () => {
  expect(splitIsolates(`Note by ${isolate('a\u2069b\u2068c')}`)).toEqual(['Note by ', 'abc', ''])
})
