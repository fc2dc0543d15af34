import { screen, waitFor } from '@testing-library/react'
import type { UserEvent } from '@testing-library/user-event'
import { HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import type { NewTicket } from '@/api/types'
import { messages } from '@/i18n/messages'
import { failure, suggestion, ticket } from '@/testing/examples'
import { deferred, renderApp } from '@/testing/render-app'
import { CLASSIFY, recordRequests, SIMILAR, TICKETS } from '@/testing/server'

const created = ticket({ id: 31 })
const suggested = () => HttpResponse.json(suggestion())

async function write(suggests: () => Response | Promise<Response> = suggested) {
  recordRequests('post', CLASSIFY, suggests)
  const app = renderApp('/new')
  await fill(app.user)
  const submit = () => app.user.click(screen.getByRole('button', { name: messages.submit.send }))
  return { ...app, submit }
}

async function fill(user: UserEvent) {
  await user.click(screen.getByLabelText('Title'))
  await user.paste('Charged twice')
  await user.click(screen.getByLabelText('Description'))
  await user.paste('On my statement of March')
}

/** The Idempotency-Keys of the requests; a proxy answers the first `lost` of them. */
function names(lost: number): (string | null)[] {
  const seen: (string | null)[] = []
  recordRequests('post', TICKETS, (_, request) => {
    seen.push(request.headers.get('Idempotency-Key'))
    return seen.length <= lost
      ? HttpResponse.html('<h1>Gateway</h1>', { status: 504 })
      : HttpResponse.json(created, { status: 201 })
  })
  return seen
}

const filed = () => screen.findByRole('heading', { name: messages.submit.createdTitle({ id: 31 }) })

test('a request whose response was lost is retried with the same key', async () => {
  const seen = names(1)
  const { submit } = await write()
  await submit()
  await filed()
  expect(seen).toHaveLength(2)
  expect(seen[0]).toMatch(/^[0-9a-f]{32}$/)
  expect(seen[1]).toBe(seen[0])
})

test('submitted again it keeps its key; the next ticket gets another', async () => {
  const seen = names(2)
  const { submit, user } = await write()
  await submit()
  expect(await screen.findByText(messages.submit.maybeCreated)).toBeVisible()
  await submit()
  await filed()
  await user.click(screen.getByRole('button', { name: messages.submit.another }))
  await fill(user)
  await submit()
  await filed()
  expect(new Set(seen.slice(0, 3)).size).toBe(1)
  expect(seen[3]).not.toBe(seen[0])
})

test('a new suggestion keeps the key, and the first ticket is returned', async () => {
  const bodies: NewTicket[] = []
  recordRequests<NewTicket>('post', TICKETS, (body) => {
    bodies.push(body)
    if (bodies.length <= 2) return HttpResponse.html('', { status: 504 })
    // The first request had arrived: its key accepts the same body only.
    return JSON.stringify(body) === JSON.stringify(bodies[0])
      ? HttpResponse.json(created, { status: 201 })
      : HttpResponse.json(failure('idempotency_key_reused'), { status: 422 })
  })
  const arrival = deferred<Response>()
  const { submit } = await write(() => arrival.promise)
  await submit()
  await screen.findByText(messages.submit.maybeCreated)
  arrival.resolve(HttpResponse.json(suggestion()))
  await waitFor(() => expect(screen.getByLabelText('Category')).toHaveValue('billing'))
  await submit()
  await filed()
  expect(bodies.map((it) => it.category)).toEqual([undefined, undefined, 'billing', undefined])
})

test('a text that was changed after a lost response is another ticket', async () => {
  const seen = names(2)
  const { submit, user } = await write()
  await submit()
  await screen.findByText(messages.submit.maybeCreated)
  await user.type(screen.getByLabelText('Title'), ' again')
  await submit()
  await filed()
  expect(seen[2]).not.toBe(seen[0])
})

test('Ctrl+Enter submits from within a field', async () => {
  names(0)
  const { user } = await write()
  await user.keyboard('{Control>}{Enter}{/Control}')
  await filed()
})

test('similar tickets are linked, debounced, and announced once', async () => {
  const asked = recordRequests<{ title: string }>('post', SIMILAR, () =>
    HttpResponse.json({
      results: [
        {
          id: 7,
          title: 'Charged twice for March',
          status: 'open',
          created_at: '2026-11-20T09:00:00Z',
          similarity: 0.6,
        },
      ],
      limited: false,
    }),
  )
  await write()
  const offer = await screen.findByRole('complementary', { name: messages.submit.similarTitle })
  expect(offer).toBeVisible()
  expect(screen.getByRole('link', { name: 'Charged twice for March' })).toHaveAttribute(
    'href',
    '/tickets/7',
  )
  expect(screen.getByText(messages.submit.similarFound({ count: 1 }))).toBeInTheDocument()
  expect(asked.at(-1)).toEqual({ title: 'Charged twice' })
})

test('a failed search for similar tickets is silent', async () => {
  recordRequests('post', SIMILAR, () => HttpResponse.json(failure('server_error'), { status: 500 }))
  names(0)
  const { submit } = await write()
  await submit()
  await filed()
})

test('a slow model shows the elapsed seconds', async () => {
  const { user } = await write()
  recordRequests('post', CLASSIFY, () => new Promise<Response>(() => {}))
  await user.type(screen.getByLabelText('Description'), ' and of April')
  await user.tab()
  // On a busy machine some seconds may be skipped.
  expect(await screen.findByText(/^Reading your text… \d+ s$/)).toBeVisible()
})
