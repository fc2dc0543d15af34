import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { errorSentence } from '@/i18n/error-message'
import { words } from '@/i18n/messages'
import { server, TRIAGE_STATUS } from '@/testing/server'
import { answer, api } from './client'
import { ApiError } from './error'

const ask = () => answer(api.GET('/api/triage/status/')).catch((error: unknown) => error)

test('a refusal by field keeps each field with its sentences', async () => {
  server.use(
    http.get(TRIAGE_STATUS, () =>
      HttpResponse.json({ title: ['Too long.'], detail: 'No.' }, { status: 400 }),
    ),
  )
  const error = await ask()
  expect(error).toMatchObject({ kind: 'http', status: 400, fields: { title: ['Too long.'] } })
  expect(errorSentence(error)).toBe('No.')
})

test('a page of HTML from something in between is a fault, not an answer', async () => {
  server.use(http.get(TRIAGE_STATUS, () => HttpResponse.html('<h1>Gateway</h1>')))
  expect(errorSentence(await ask())).toBe(words.errors.server)
})

test('a server that cannot be reached says so', async () => {
  server.use(http.get(TRIAGE_STATUS, () => HttpResponse.error()))
  const error = await ask()
  expect(error).toMatchObject({ kind: 'unreachable', status: null })
  expect(errorSentence(error)).toBe(words.errors.unreachable)
})

test.each([
  [404, words.errors.notFound],
  [413, words.errors.tooLarge],
  [429, words.errors.tooMany],
  [500, words.errors.server],
  [503, words.errors.server],
])('status %i becomes a sentence of ours', async (status, sentence) => {
  expect(errorSentence(new ApiError('http', status, { detail: 'internal words' }))).toBe(sentence)
})

test('what may pass by itself is told from what will not', () => {
  expect(new ApiError('unreachable').passing).toBe(true)
  expect(new ApiError('http', 503).passing).toBe(true)
  expect(new ApiError('http', 404).passing).toBe(false)
})
