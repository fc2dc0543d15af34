import { expect, test } from 'vitest'
import { cutAtWord } from './cut-at-word'

test.each([
  ['The printer is jammed', 'The printer is jammed'],
  ['  The printer\n\n is\tjammed ', 'The printer is jammed'],
  ['The printer on the second floor is jammed', 'The printer on the…'],
  ['Der Drucker im zweiten Stock klemmt', 'Der Drucker im…'],
  // No spaces between words.
  ['三階の検査室にあるプリンターで紙が詰まっています', '三階の検査室にあるプリンターで紙が詰まっ…'],
  ['الطابعة في الطابق الثاني لا تعمل منذ أمس', 'الطابعة في الطابق…'],
  ['https://reports.example.org/attendance', 'https://reports.examp…'],
  ['An Donaudampfschifffahrtsgesellschaft', 'An Donaudampfschifffa…'],
  ['E83F2E36E5EB4A0CBE92758E5C20BB8A', 'E83F2E36E5EB4A0CBE927…'],
  // Outside the first 65,536 characters: two UTF-16 units each.
  ['𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷', '𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷…'],
  ['', ''],
])('"%s" becomes "%s"', (text, cut) => {
  expect(cutAtWord(text, 22)).toBe(cut)
})

test('no character is cut in two', () => {
  // A family of four: eleven UTF-16 units.
  expect(cutAtWord('👨‍👩‍👧‍👦'.repeat(4), 30)).toBe(`${'👨‍👩‍👧‍👦'.repeat(2)}…`)
  // An e with a combining accent.
  expect(cutAtWord('e\u0301'.repeat(20), 10)).toBe(`${'e\u0301'.repeat(4)}…`)
})

test('a long text is cut without being read to its end', () => {
  expect(cutAtWord(`${'word '.repeat(200_000)}`, 12)).toBe('word word…')
})
