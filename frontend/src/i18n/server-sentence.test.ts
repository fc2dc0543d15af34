import { expect, test } from 'vitest'
import { ApiError } from '@/api/error'
import { setLanguage } from './language'
import { serverSentence } from './server-sentence'

const SAID: [string, string, string][] = [
  ['This field may not be blank.', 'Fill this in.', 'Bitte füllen Sie dieses Feld aus.'],
  ['This field is required.', 'Fill this in.', 'Bitte füllen Sie dieses Feld aus.'],
  [
    'Ensure this field has no more than 50000 characters.',
    'At most 50,000 characters.',
    'Höchstens 50.000 Zeichen.',
  ],
  ['At most 200 characters; this has 201.', 'At most 200 characters.', 'Höchstens 200 Zeichen.'],
  [
    'At most 10 words; this has 11.',
    'At most 10 words; these are 11.',
    'Höchstens 10 Wörter; das sind 11.',
  ],
  [
    '"ur{gent" is not a valid choice.',
    '“ur{gent” is not one of the choices.',
    '„ur{gent“ steht nicht zur Auswahl.',
  ],
  [
    '“urgent” is none of low, medium, high, critical.',
    '“urgent” is not one of the choices.',
    '„urgent“ steht nicht zur Auswahl.',
  ],
  ['Something new.', 'Something new.', 'Something new.'],
]

test.each(SAID)('"%s" is told in the reader’s language', async (said, english, german) => {
  expect(serverSentence(said)).toBe(english)
  await setLanguage('de')
  expect(serverSentence(said)).toBe(german)
})

test('a refusal by field has its sentences in the reader’s language', async () => {
  await setLanguage('de')
  const error = new ApiError('http', 400, { title: ['This field may not be blank.'] })
  expect(error.fields).toEqual({ title: ['Bitte füllen Sie dieses Feld aus.'] })
})
