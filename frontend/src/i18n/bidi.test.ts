import { expect, test } from 'vitest'
import { isolate, isolateIfNeeded, splitIsolates } from './bidi'
import { messages } from './messages'

test('every second part of a message is what was isolated', () => {
  const sentence = `From “${isolate('a')}” to “${isolate('b')}”`
  expect(splitIsolates(sentence)).toEqual(['From “', 'a', '” to “', 'b', '”'])
  expect(splitIsolates('Ticket created')).toEqual(['Ticket created'])
})

test('isolate marks within the text are removed', () => {
  expect(splitIsolates(`Note by ${isolate('a\u2069b\u2068c')}`)).toEqual(['Note by ', 'abc', ''])
})

test.each(['אבג', 'مرحبا 12', '123 שלום', 'a \u200f b', '𐤀'])(
  '%s is isolated in every message',
  (name) => {
    expect(messages.queue.views.saved({ name })).toBe(`View “${isolate(name)}” saved`)
  },
)

test.each(['Printer', 'Ünïcode', '打印机', '123', ''])('“%s” stays as it is', (name) => {
  expect(messages.queue.views.saved({ name })).toBe(`View “${name}” saved`)
})

test('what is isolated already is not isolated again', () => {
  const quoted = `“${isolate('אבג')}”`
  expect(isolateIfNeeded(quoted)).toBe(quoted)
})
