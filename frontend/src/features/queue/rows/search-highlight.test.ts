import { expect, test } from 'vitest'
import { aroundMatch, piecesOf, wordsPattern } from './search-highlight'

const marked = (text: string, search: string) =>
  piecesOf(text, wordsPattern(search))
    .map((it) => (it.found ? `[${it.text}]` : it.text))
    .join('')

test.each([
  ['Printer jams', 'printer', '[Printer] jams'],
  ['The printer and the PRINTERS', 'printer', 'The [printer] and the [PRINTER]S'],
  ['paper in the printer', 'printer paper', '[paper] in the [printer]'],
  ['printers print', 'print printer', '[printer]s [print]'],
  ['Straße GRÜSSE grüße', 'grüße', 'Straße GRÜSSE [grüße]'],
  ['İstanbul Ärger', 'ärger', 'İstanbul [Ärger]'],
  ['100% of (a+b) in C:\\x', '100% (a+b) c:\\', '[100%] of [(a+b)] in [C:\\]x'],
  ['a/b-c', '/b-', 'a[/b-]c'],
  ['nothing here', 'zebra', 'nothing here'],
  ['👍🏽 thumbs', '👍🏽', '[👍🏽] thumbs'],
])('of %j, searching %j finds %j', (text, search, expected) => {
  expect(marked(text, search)).toBe(expected)
})

test('without a search nothing is marked', () => {
  expect(wordsPattern('  ')).toBeNull()
  expect(piecesOf('text', null)).toEqual([{ text: 'text', found: false }])
})

test('a match at the beginning leaves the text as it is', () => {
  const text = `The printer ${'x '.repeat(100)}`
  expect(aroundMatch(text, wordsPattern('printer'))).toBe(text)
  expect(aroundMatch(text, wordsPattern('zebra'))).toBe(text)
  expect(aroundMatch(text, null)).toBe(text)
})

test('of a match further on the surroundings are shown, from the beginning of a word', () => {
  const text = `${'lorem ipsum '.repeat(12)}the printer is broken`
  expect(aroundMatch(text, wordsPattern('printer'))).toBe(
    '…lorem ipsum lorem ipsum the printer is broken',
  )
})

test('a match inside a word without end is shown from itself on', () => {
  expect(aroundMatch(`${'x'.repeat(100)}needle`, wordsPattern('needle'))).toBe('…needle')
})
