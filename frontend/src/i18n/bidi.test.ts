import { expect, test } from 'vitest'
import { isolate, splitIsolates } from './bidi'

test('every second part of a message is what was isolated', () => {
  const sentence = `From “${isolate('a')}” to “${isolate('b')}”`
  expect(splitIsolates(sentence)).toEqual(['From “', 'a', '” to “', 'b', '”'])
  expect(splitIsolates('Ticket created')).toEqual(['Ticket created'])
})

test('isolate marks within the text are removed', () => {
  expect(splitIsolates(`Note by ${isolate('a\u2069b\u2068c')}`)).toEqual(['Note by ', 'abc', ''])
})
