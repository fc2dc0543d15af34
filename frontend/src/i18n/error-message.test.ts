import { expect, test } from 'vitest'
import { ApiError } from '@/api/error'
import { errorMessage, fieldMessages, type Sent } from './error-message'
import { setLanguage } from './language'
import { messages } from './messages'

const ELEVEN_WORDS = 'a b c d e f g h i j k'
const SENT: Sent = {
  values: { priority: 'ur{gent', search: ELEVEN_WORDS },
  maxLengths: { title: 200, description: 50_000 },
  maxWords: 10,
}
/** The API's own sentence. */
const OWN = 'Something new.'

const refusal = (field: string, code: string | null) =>
  new ApiError('http', 400, {
    [field]: [OWN],
    ...(code !== null && { codes: { [field]: [code] } }),
  })

test.each([
  ['title', 'blank', 'Fill this in.', 'Bitte füllen Sie dieses Feld aus.'],
  ['title', 'null', 'Fill this in.', 'Bitte füllen Sie dieses Feld aus.'],
  ['title', 'required', 'Fill this in.', 'Bitte füllen Sie dieses Feld aus.'],
  ['title', 'max_length', 'At most 200 characters.', 'Höchstens 200 Zeichen.'],
  ['description', 'max_length', 'At most 50,000 characters.', 'Höchstens 50.000 Zeichen.'],
  [
    'search',
    'too_many_words',
    'At most 10 words; these are 11.',
    'Höchstens 10 Wörter; das sind 11.',
  ],
  [
    'priority',
    'invalid_choice',
    '“ur{gent” is not one of the choices.',
    '„ur{gent“ steht nicht zur Auswahl.',
  ],
  [
    'title',
    'null_characters_not_allowed',
    'This contains characters that cannot be stored.',
    'Das enthält Zeichen, die nicht gespeichert werden können.',
  ],
  [
    'title',
    'surrogate_characters_not_allowed',
    'This contains characters that cannot be stored.',
    'Das enthält Zeichen, die nicht gespeichert werden können.',
  ],
  ['title', 'a_code_of_a_later_version', OWN, OWN],
  ['title', null, OWN, OWN],
])('%s, %s: in the reader’s language', async (field, code, english, german) => {
  expect(fieldMessages(refusal(field, code), SENT)).toEqual({ [field]: [english] })
  expect(errorMessage(refusal(field, code), SENT)).toBe(english)
  await setLanguage('de')
  expect(fieldMessages(refusal(field, code), SENT)).toEqual({ [field]: [german] })
})

test.each(['max_length', 'too_many_words', 'invalid_choice'])(
  '%s without its limit or value keeps the server’s sentence',
  (code) => {
    expect(fieldMessages(refusal('title', code))).toEqual({ title: [OWN] })
  },
)

test('nested problems have their own codes', () => {
  const error = new ApiError('http', 400, {
    changes: [{}, { id: ['Too small.'], status: ['This field may not be null.'] }],
    codes: { changes: [{}, { id: ['min_value'], status: ['null'] }] },
  })
  expect(errorMessage(error)).toBe('Too small. Fill this in.')
})

test.each([
  [404, 'not_found', messages.errors.notFound],
  [413, 'too_large', messages.errors.tooLarge],
  [429, 'throttled', messages.errors.tooMany],
  [429, 'export_busy', messages.errors.exportBusy],
  [429, 'too_many_changes', messages.errors.tooManyChanges],
  [500, 'server_error', messages.errors.server],
  [503, 'database_unavailable', messages.errors.server],
  [503, 'statement_timeout', messages.errors.server],
  [503, 'database_refused', messages.errors.server],
  [415, 'unsupported_media_type', 'internal words'],
  [404, null, messages.errors.notFound],
  [413, null, messages.errors.tooLarge],
  [429, null, messages.errors.tooMany],
  [500, null, messages.errors.server],
  [503, null, messages.errors.server],
])('status %i with the code %s becomes a sentence for people', (status, code, sentence) => {
  const body = { detail: 'internal words', ...(code && { codes: { detail: code } }) }
  expect(errorMessage(new ApiError('http', status, body))).toBe(sentence)
})

test('without a response the message names the cause', () => {
  expect(errorMessage(new ApiError('unreachable'))).toBe(messages.errors.unreachable)
  expect(errorMessage(new ApiError('timeout'))).toBe(messages.errors.timeout)
  expect(errorMessage(new TypeError('a bug'))).toBe(messages.errors.server)
})

test('an error without a reason has a general message', () => {
  expect(errorMessage(new ApiError('http', 400, {}))).toBe(messages.errors.refused)
  expect(errorMessage(new ApiError('http', 400, { detail: 'No.' }))).toBe('No.')
})
