import compile from 'icu-minify/compile'
import { expect, test } from 'vitest'
import { catalogue as de } from './de/index'
import { catalogue as en } from './en/index'
import { LANGUAGES } from './languages'
import { formatMessages } from './message-format'

/** Messages that are the same in both languages: names, shared words, and patterns without words. */
const SAME = [
  'app.languages.*',
  'app.name',
  'app.pageTitle',
  'app.themes.system',
  'commands.filter',
  'commands.groups.filter',
  'commands.groups.found',
  'commands.groups.ticket',
  'dashboard.tickets',
  'labels.field.status',
  'queue.exportShort.*',
  'queue.list',
  'submit.fields.optional',
  'ticket.actors.*',
  'ticket.number',
  'ticket.pageTitle',
  'ticket.region',
  'ticket.withKeys',
  'triage.redactedOther',
  'triage.sources.openai',
]

/** The kind of an argument that is filled in as it is. */
const PLAIN = -1

const CATALOGUES: Record<string, unknown> = { en, de }
const english = namedMessages(en)

test('every language has a catalogue', () => {
  expect(Object.keys(CATALOGUES)).toEqual([...LANGUAGES])
})

test.each(LANGUAGES)('%s has every message, none of them empty', (language) => {
  const messages = namedMessages(CATALOGUES[language])
  expect([...messages.keys()].sort()).toEqual([...english.keys()].sort())
  expect([...messages].filter(([, it]) => textIn(it).trim() === '')).toEqual([])
})

test.each(LANGUAGES)('%s fills in what English fills in, in each message', (language) => {
  for (const [name, message] of namedMessages(CATALOGUES[language])) {
    expect([name, argumentsOf(message)]).toEqual([name, argumentsOf(english.get(name))])
  }
})

test('every German message differs from the English one', () => {
  const same = [...namedMessages(de)]
    .filter(([name, it]) => JSON.stringify(it) === JSON.stringify(english.get(name)))
    .map(([name]) => name)
  expect(same.filter((it) => !SAME.some((name) => covers(name, it)))).toEqual([])
  // The list of exceptions holds no more than is needed.
  expect(SAME.filter((name) => !same.some((it) => covers(name, it)))).toEqual([])
})

test.each([
  ['en', /["']|[„‚]|\.\.\./],
  ['de', /["'’]|”|\.\.\./],
])('%s is set with its own quotation marks and ellipsis', (language, foreign) => {
  const texts = [...namedMessages(CATALOGUES[language])].map(([name, it]) => [
    name,
    ...sentences(it),
  ])
  expect(
    texts.filter(([, ...formatMessages]) => formatMessages.some((it) => foreign.test(it))),
  ).toEqual([])
})

test.each([
  [1, false, '1 ticket', '1 Ticket'],
  [2, false, '2 tickets', '2 Tickets'],
  [0, false, '0 tickets', '0 Tickets'],
  [50, true, 'First 50 tickets', 'Die ersten 50 Tickets'],
  [1234, false, '1,234 tickets', '1.234 Tickets'],
])('%i counted (more: %s) is "%s" and "%s"', (count, more, inEnglish, inGerman) => {
  expect(messagesIn(en, 'en-GB').queue.count({ count, more })).toBe(inEnglish)
  expect(messagesIn(de, 'de-DE').queue.count({ count, more })).toBe(inGerman)
})

test('percentages and decimals follow the locale', () => {
  expect(messagesIn(en, 'en-GB').triage.sure({ confidence: 0.874 })).toBe('87% sure')
  expect(messagesIn(de, 'de-DE').triage.sure({ confidence: 0.874 })).toBe('87\u00a0% sicher')
  expect(messagesIn(en, 'en-GB').triage.took({ seconds: 4 })).toBe('Answered in 4.0 s')
  expect(messagesIn(de, 'de-DE').triage.took({ seconds: 4.25 })).toBe('Antwort nach 4,3 s')
})

test('a language with more plural forms uses them', () => {
  const polish = compile(
    '{n, plural, one {# bilet} few {# bilety} many {# biletów} other {# biletu}}',
  )
  const tickets = formatMessages(polish, 'pl') as (values: { n: number }) => string
  expect([1, 3, 5, 1.5].map((n) => tickets({ n }))).toEqual([
    '1 bilet',
    '3 bilety',
    '5 biletów',
    '1,5 biletu',
  ])
})

test('arguments are never parsed as ICU', () => {
  const title = "{id} <b>#</b> '{0}'"
  expect(messagesIn(en, 'en-GB').queue.statusOf({ title })).toBe(`Status of ${title}`)
})

function messagesIn(catalogue: unknown, locale: string) {
  return formatMessages(
    catalogue as Parameters<typeof formatMessages>[0],
    locale,
  ) as import('./messages').Messages
}

/** Compiled messages by their full names. */
function namedMessages(it: unknown, name = ''): Map<string, unknown> {
  if (typeof it === 'string' || Array.isArray(it)) return new Map([[name, it]])
  const inner = Object.entries(it as object).flatMap(([key, value]) => [
    ...namedMessages(value, name ? `${name}.${key}` : key),
  ])
  return new Map(inner)
}

/** Each argument with the kind of its formatting, wherever in the message it stands. */
function argumentsOf(message: unknown): string[] {
  const found = new Set<string>()
  const walk = (node: unknown) => {
    if (!Array.isArray(node)) return
    const [name, kind = PLAIN, options] = node
    // A zero stands for "#" among texts; every other number is a kind of formatting.
    if (typeof name === 'string' && typeof kind === 'number' && kind !== 0) {
      found.add(`${name} ${kind}`)
      if (options && typeof options === 'object') for (const it of Object.values(options)) walk(it)
    } else {
      for (const it of node) walk(it)
    }
  }
  for (const part of Array.isArray(message) ? message : []) walk(part)
  return [...found].sort()
}

/** What a message says, without the names and formats of its arguments. */
function sentences(message: unknown): string[] {
  if (typeof message === 'string') return [message]
  if (Array.isArray(message)) return message.flatMap(sentences)
  return message && typeof message === 'object' ? Object.values(message).flatMap(sentences) : []
}

function textIn(message: unknown): string {
  return typeof message === 'string' ? message : JSON.stringify(message)
}

function covers(allowed: string, name: string): boolean {
  return allowed === name || (allowed.endsWith('*') && name.startsWith(allowed.slice(0, -1)))
}
