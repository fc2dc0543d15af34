import { expect, test } from 'vitest'
import { linkify } from './links'

const links = (text: string) => linkify(text).filter((it) => it.href !== undefined)
const shown = (text: string) => links(text).map((it) => it.text)

test.each([
  ['https://a.example', ['https://a.example']],
  ['see http://a.example:8080/b?c=d&e=f#g now', ['http://a.example:8080/b?c=d&e=f#g']],
  ['HTTPS://A.EXAMPLE/', ['HTTPS://A.EXAMPLE/']],
  ['Look at https://a.example/b.', ['https://a.example/b']],
  ['https://a.example/b, https://c.example/d!', ['https://a.example/b', 'https://c.example/d']],
  ['Is it https://a.example/b?', ['https://a.example/b']],
  ['(https://a.example/b)', ['https://a.example/b']],
  ['(see https://a.example/b_(c)).', ['https://a.example/b_(c)']],
  ['[https://a.example/b[0]]', ['https://a.example/b[0]']],
  ['“https://a.example/b”', ['https://a.example/b']],
  ['<https://a.example/b>', ['https://a.example/b']],
  ['<a href="https://a.example/b">x</a>', ['https://a.example/b']],
  [
    'https://a.example/one\nhttps://a.example/two',
    ['https://a.example/one', 'https://a.example/two'],
  ],
  ['https://münchen.example/straße', ['https://münchen.example/straße']],
  ['write to ines@desk.example.', ['ines@desk.example']],
  ['first.last+tag@mail.desk.example, please', ['first.last+tag@mail.desk.example']],
  ['mailto:ines@desk.example', ['ines@desk.example']],
  ['https://a.example/?to=ines@desk.example', ['https://a.example/?to=ines@desk.example']],
])('in %j the links are %j', (text, expected) => {
  expect(shown(text)).toEqual(expected)
})

test.each([
  'javascript:alert(1)',
  'JavaScript://a.example/%0aalert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x file:///etc/passwd ftp://a.example tel:123',
  'xhttps://a.example',
  'https://',
  'https://...',
  'https://bank.example@evil.example/login',
  'https://user:secret@a.example',
  'a@b and @name and name@ and 3@4',
  `https://a.example/${'x'.repeat(3_000)}`,
  'www.a.example',
])('nothing in %j becomes a link', (text) => {
  expect(links(text)).toEqual([])
})

test('no URL contains bidi control characters', () => {
  expect(shown('https://a.example/\u202egpj.exe')).toEqual(['https://a.example/'])
})

test('an email address adds no headers to its mailto link', () => {
  expect(links('a%0acc@desk.example')).toEqual([
    { at: 0, text: 'a%0acc@desk.example', href: 'mailto:a%250acc@desk.example' },
  ])
})

test.each(['a https://b.example/ c', 'no link', '', ' \n\n ', '(https://x.example))) x@y.example'])(
  'the pieces of %j are the text, and each says where it begins',
  (text) => {
    const pieces = linkify(text)
    expect(pieces.map((it) => it.text).join('')).toBe(text)
    for (const { at, text: piece } of pieces) expect(text.slice(at, at + piece.length)).toBe(piece)
  },
)

test.each([
  ['a', 'a'],
  ['dots', 'a.'],
  ['at signs', 'a@'],
  ['schemes', 'https://'],
  ['brackets', 'https://a.example/(((((((((())))))))))'],
])('the longest text of nothing but %s is read through', (_, part) => {
  expect(linkify(part.repeat(50_000 / part.length)).length).toBeGreaterThan(0)
})
