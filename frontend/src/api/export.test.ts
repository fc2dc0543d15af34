import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { server } from '@/testing/server'
import { requireExport } from './export'

const URL = '/api/tickets/export/'

function answer(status: number, headers: Record<string, string> = {}) {
  server.use(http.head(URL, () => new HttpResponse(null, { status, headers })))
}

test('an export that could start is no error', async () => {
  answer(200)
  await expect(requireExport(URL)).resolves.toBeUndefined()
})

test.each([
  [429, { 'Retry-After': '15' }, 'export_busy'],
  [429, {}, null],
  [503, { 'Retry-After': '5' }, null],
])('status %i with the headers %o has the code %s', async (status, headers, code) => {
  answer(status, headers)
  await expect(requireExport(URL)).rejects.toMatchObject({ kind: 'http', status, code })
})

test('a server that does not answer is unreachable', async () => {
  server.use(http.head(URL, () => HttpResponse.error()))
  await expect(requireExport(URL)).rejects.toMatchObject({ kind: 'unreachable' })
})
