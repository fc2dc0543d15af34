import { expect, test } from 'vitest'
import { excerptAround, searchPattern, splitMatches } from './search-highlight'

const marked = (text: string, search: string) =>
  splitMatches(text, searchPattern(search))
    .map((it) => (it.matched ? `[${it.text}]` : it.text))
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

test('without a search nothing is highlighted', () => {
  expect(searchPattern('  ')).toBeNull()
  expect(splitMatches('text', null)).toEqual([{ text: 'text', matched: false }])
})

test('a match at the beginning leaves the text as it is', () => {
  const text = `The printer ${'x '.repeat(100)}`
  expect(excerptAround(text, searchPattern('printer'))).toBe(text)
  expect(excerptAround(text, searchPattern('zebra'))).toBe(text)
  expect(excerptAround(text, null)).toBe(text)
})

test('a later match is shown with its context, from the start of a word', () => {
  const text = `${'lorem ipsum '.repeat(12)}the printer is broken`
  expect(excerptAround(text, searchPattern('printer'))).toBe(
    '…lorem ipsum lorem ipsum the printer is broken',
  )
})

test('a match inside an endless word starts the excerpt', () => {
  expect(excerptAround(`${'x'.repeat(100)}needle`, searchPattern('needle'))).toBe('…needle')
})
