import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { setLanguage } from '@/i18n/language'
import { oneLineError } from './one-line'
import { checkText } from './validation'

test.each([
  [
    'Printer\nroom 4',
    'This must be one line. Remove the line end (U+000A).',
    'Zeilenumbruch (U+000A)',
  ],
  [
    'Printer\u2028room 4',
    'This must be one line. Remove the line end (U+2028).',
    'Zeilenumbruch (U+2028)',
  ],
  [
    'Printer\u0085',
    'This must be one line. Remove the line end (U+0085).',
    'Zeilenumbruch (U+0085)',
  ],
  ['a\tb', 'This contains a tab (U+0009). Replace it with a space.', 'Tabulator (U+0009)'],
  [
    'a\u001b[2J',
    'This contains a control character (U+001B). Remove it.',
    'Steuerzeichen (U+001B)',
  ],
  [
    'ab\u202edc',
    'This contains an invisible character that turns the direction of text (U+202E). Remove it.',
    'Schreibrichtung umkehrt (U+202E)',
  ],
])('%j is refused by name in both languages', async (text, english, german) => {
  expect(oneLineError(text)).toBe(english)
  await setLanguage('de')
  expect(oneLineError(text)).toContain(german)
})

test.each(['Printer', 'שלום\u200f!', 'نیم\u200cفاصله', '👩\u200d💻', '\u061c', '\ufeff'])(
  '%j is one line',
  (text) => {
    expect(oneLineError(text)).toBeNull()
  },
)

test('title and requester are checked before they are sent; a description may have lines', () => {
  const errors = checkText({ title: 'a\u202eb', description: 'a\nb\tc', requester: 'x\u0007y' })
  expect(Object.keys(errors)).toEqual(['title', 'requester'])
  expect(checkText({ title: ' a\n', description: 'x' })).toEqual({})
})

test('every character is treated as the server treats it', () => {
  const server = /REFUSED: Final = r"\[(.*)\]"/.exec(
    readFileSync('../backend/postgres/one_line.py', 'utf8'),
  )?.[1]
  const refused = new RegExp(`[${server}]`)
  for (let code = 1; code < 0xd800; code++) {
    const character = String.fromCharCode(code)
    expect(oneLineError(`a${character}b`) !== null, code.toString(16)).toBe(refused.test(character))
  }
})
