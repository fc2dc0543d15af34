import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { server, TRIAGE_STATUS } from '@/testing/server'
import { api, unwrap } from './client'
import { ApiError } from './error'

const ask = () => unwrap(api.GET('/api/triage/status/')).catch((error: unknown) => error)

test('an error by field keeps each field with its sentences and codes', async () => {
  const body = {
    title: ['Too long.', 'Too loud.'],
    detail: 'No.',
    codes: { title: ['max_length', 'invalid'], detail: 'not_found' },
  }
  server.use(http.get(TRIAGE_STATUS, () => HttpResponse.json(body, { status: 400 })))
  expect(await ask()).toMatchObject({
    kind: 'http',
    status: 400,
    detail: 'No.',
    code: 'not_found',
    fields: {
      title: [
        { code: 'max_length', message: 'Too long.' },
        { code: 'invalid', message: 'Too loud.' },
      ],
    },
  })
})

test('nested problems keep their codes, and `codes` is no field', () => {
  const error = new ApiError('http', 400, {
    changes: [{}, { id: ['Too small.'] }],
    codes: { changes: [{}, { id: ['min_value'] }] },
  })
  expect(error.fields).toEqual({ changes: [{ code: 'min_value', message: 'Too small.' }] })
})

test.each([
  ['no codes', undefined],
  ['codes of another shape', { title: 'max_length' }],
  ['codes that are no object', 7],
])('with %s a problem has its sentence', (_, codes) => {
  const error = new ApiError('http', 400, { title: ['Too long.'], codes })
  expect(error.fields).toEqual({ title: [{ code: null, message: 'Too long.' }] })
  expect(error.code).toBeNull()
})

test('an HTML page from a proxy is an error', async () => {
  server.use(http.get(TRIAGE_STATUS, () => HttpResponse.html('<h1>Gateway</h1>')))
  expect(await ask()).toMatchObject({ kind: 'http', status: 502 })
})

test('an unreachable server has no status', async () => {
  server.use(http.get(TRIAGE_STATUS, () => HttpResponse.error()))
  expect(await ask()).toMatchObject({ kind: 'unreachable', status: null })
})

test('it tells which errors are worth a retry', () => {
  expect(new ApiError('unreachable').retryable).toBe(true)
  expect(new ApiError('http', 503).retryable).toBe(true)
  expect(new ApiError('http', 404).retryable).toBe(false)
})
