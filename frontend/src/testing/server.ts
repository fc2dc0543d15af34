/** The mock server (MSW); each test defines its responses. */

import { HttpResponse, http, type JsonBodyType } from 'msw'
import { setupServer } from 'msw/node'
import { counts, insights, stats, triageStatus } from './examples'

export const TICKETS = '*/api/tickets/'
/** Digits only: other paths have the same form. */
export const TICKET = '*/api/tickets/:id(\\d+)/'
export const NOTES = '*/api/tickets/:id/notes/'
export const STATS = '*/api/tickets/stats/'
export const INSIGHTS = '*/api/tickets/insights/'
export const COUNTS = '*/api/tickets/counts/'
export const CLASSIFY = '*/api/tickets/classify/'
export const SIMILAR = '*/api/tickets/similar/'
export const TRIAGE_STATUS = '*/api/triage/status/'

export const ME = '*/api/me/'

export const READY = '*/readyz'

/** What every page requests; tests define the rest. */
export const server = setupServer(
  http.get(TRIAGE_STATUS, () => HttpResponse.json(triageStatus())),
  http.get(ME, () => HttpResponse.json({ name: 'desk', access: 'auto' })),
  http.get(COUNTS, () => HttpResponse.json(counts())),
  http.get(STATS, () => HttpResponse.json(stats())),
  http.get(INSIGHTS, () => HttpResponse.json(insights())),
  http.get(READY, () => HttpResponse.text('ready')),
  http.post(SIMILAR, () => HttpResponse.json({ results: [], limited: false })),
)

/** Answers all requests of a kind with this JSON until the end of the test. */
export function mockResponse(
  method: 'get' | 'post' | 'patch',
  path: string,
  body: JsonBodyType,
  status = 200,
) {
  server.use(http[method](path, () => HttpResponse.json(body, { status })))
}

/** Records the bodies sent to a path; `reply` makes the responses. */
export function recordRequests<T>(
  method: 'post' | 'patch',
  path: string,
  reply: (body: T, request: Request) => Response | Promise<Response>,
): T[] {
  const bodies: T[] = []
  server.use(
    http[method](path, async ({ request }) => {
      const body = (await request.clone().json()) as T
      bodies.push(body)
      return reply(body, request)
    }),
  )
  return bodies
}
