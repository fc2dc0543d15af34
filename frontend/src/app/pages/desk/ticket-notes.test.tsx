import { screen, waitFor } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { beforeEach, expect, test } from 'vitest'
import type { NewNote, Note } from '@/api/types'
import { messages } from '@/i18n/messages'
import { event, note, page, ticketDetail } from '@/testing/examples'
import { watchIntervals } from '@/testing/intervals'
import { deferred, renderApp } from '@/testing/render-app'
import { mockResponse, NOTES, recordRequests, server, TICKET, TICKETS } from '@/testing/server'

const t = messages.ticket

/** The notes on the server; `serve` answers from them. */
let stored: Note[]

beforeEach(() => {
  mockResponse('get', TICKETS, page([]))
  stored = []
  server.use(
    http.get(TICKET, () =>
      HttpResponse.json(
        ticketDetail({
          id: 12,
          notes_count: stored.length,
          history: [
            event(1),
            event(2, { at: '2026-11-20T11:00:00Z', field: 'status', old: 'open', new: 'closed' }),
          ],
        }),
      ),
    ),
    http.get(NOTES, ({ request }) => {
      const after = Number(new URL(request.url).searchParams.get('after'))
      const rest = stored.filter((it) => it.id > after)
      return HttpResponse.json({ results: rest.slice(0, 200), more: rest.length > 200 })
    }),
  )
})

/** Not by roles: computing those of hundreds of elements is too slow on a busy machine. */
const lines = () => [...document.querySelectorAll('.timeline > li')].map((it) => it.textContent)
const composer = () => screen.findByLabelText<HTMLTextAreaElement>(t.note)
const add = () => screen.getByRole('button', { name: t.sendNote })

/** Stores what is posted, once per key, as the server does. */
function keepsNotes() {
  const keys: (string | null)[] = []
  const bodies = recordRequests<NewNote>('post', NOTES, (body, request) => {
    const key = request.headers.get('Idempotency-Key')
    const first = keys.indexOf(key)
    keys.push(key)
    const made = stored[first] ?? note(stored.length + 1, { ...body, author: body.author ?? null })
    if (first < 0) stored = [...stored, { ...made, at: '2026-11-25T12:00:00Z' }]
    return HttpResponse.json(made, { status: 201 })
  })
  return { keys, bodies }
}

test('history and notes are one timeline, the oldest first', async () => {
  stored = [
    note(1, { text: 'Called them', author: 'Ines', at: '2026-11-20T10:00:00Z' }),
    note(2, { text: 'See https://a.example/b', at: '2026-11-20T12:00:00Z' }),
  ]
  renderApp('/tickets/12')
  expect(await screen.findByText('Called them')).toBeVisible()
  expect(lines()).toEqual([
    expect.stringContaining('Ticket created'),
    expect.stringMatching(/Note by Ines.*Called them.*20 November 2026/),
    expect.stringContaining('Status changed'),
    expect.stringContaining('See https://a.example/b'),
  ])
  expect(screen.getByRole('link', { name: 'https://a.example/b' })).toBeVisible()
})

test('a note appears when it is sent, and its author is remembered', async () => {
  const { bodies } = keepsNotes()
  const { user, unmount } = renderApp('/tickets/12')
  await user.type(await composer(), 'First line{Enter}second')
  await user.type(screen.getByLabelText(/Your name/), ' Ines ')
  await user.click(await composer())
  await user.keyboard('{Control>}{Enter}{/Control}')
  await waitFor(() => expect(lines().at(-1)).toContain('First line\nsecond'))
  expect(bodies).toEqual([{ text: 'First line\nsecond', author: 'Ines' }])
  expect(await composer()).toHaveValue('')
  expect(await screen.findByText(t.noteAdded)).toBeInTheDocument()
  expect(sessionStorage.length).toBe(0)
  unmount()
  renderApp('/tickets/12')
  expect(await screen.findByLabelText(/Your name/)).toHaveValue(' Ines ')
})

test('a double click sends one note', async () => {
  const go = deferred<void>()
  const sent = recordRequests('post', NOTES, async (body) => {
    await go.promise
    stored = [note(1, { ...(body as Partial<Note>), at: '2026-11-25T12:00:00Z' })]
    return HttpResponse.json(stored[0], { status: 201 })
  })
  const { user } = renderApp('/tickets/12')
  await user.type(await composer(), 'Once')
  await user.dblClick(add())
  expect(await screen.findByRole('button', { name: t.sendingNote })).toBeVisible()
  expect(await composer()).toHaveAttribute('readonly')
  await user.keyboard('{Enter}')
  go.resolve()
  await waitFor(() => expect(lines().at(-1)).toContain('Once'))
  expect(sent).toHaveLength(1)
})

test('after a lost response the text stays, and the retry creates no second note', async () => {
  const { keys } = keepsNotes()
  const { user, unmount } = renderApp('/tickets/12')
  await user.type(await composer(), 'Only once')
  server.use(
    http.post(
      NOTES,
      ({ request }) => {
        // The request has arrived, but its response is lost.
        keys.push(request.headers.get('Idempotency-Key'))
        stored = [note(1, { text: 'Only once', at: '2026-11-25T12:00:00Z' })]
        return HttpResponse.error()
      },
      { once: true },
    ),
  )
  await user.click(add())
  const alert = await screen.findByRole('alert')
  expect(alert).toHaveTextContent(t.noteFailed)
  expect(await composer()).toHaveValue('Only once')
  // A reload in between changes nothing.
  unmount()
  const { user: again } = renderApp('/tickets/12')
  expect(await composer()).toHaveValue('Only once')
  await again.click(add())
  await waitFor(async () => expect(await composer()).toHaveValue(''))
  expect(keys).toHaveLength(2)
  expect(keys[1]).toBe(keys[0])
  await waitFor(() => expect(lines().filter((it) => it?.includes('Only once'))).toHaveLength(1))
})

test('changed text is another note', async () => {
  const keys: (string | null)[] = []
  recordRequests('post', NOTES, (_, request) => {
    keys.push(request.headers.get('Idempotency-Key'))
    return HttpResponse.json({}, { status: 503 })
  })
  const { user } = renderApp('/tickets/12')
  await user.type(await composer(), 'One')
  await user.click(add())
  await screen.findByRole('alert')
  await user.type(await composer(), ' more')
  await user.click(add())
  await waitFor(() => expect(keys).toHaveLength(2))
  expect(keys[0]).not.toBe(keys[1])
})

test('blank, too long and refused text is shown at the field', async () => {
  const sent = recordRequests('post', NOTES, () =>
    HttpResponse.json(
      {
        text: ['Null characters are not allowed.'],
        codes: { text: ['null_characters_not_allowed'] },
      },
      { status: 400 },
    ),
  )
  const { user } = renderApp('/tickets/12')
  await user.type(await composer(), '  ')
  await user.click(add())
  expect(await composer()).toHaveAccessibleDescription(expect.stringContaining(t.noteBlank))
  expect(await composer()).toHaveFocus()
  await user.clear(await composer())
  await user.click(await composer())
  await user.paste('x'.repeat(10_001))
  await user.click(add())
  expect(await screen.findByText('At most 10,000 characters.')).toBeVisible()
  expect(screen.getByText('10,001 of 10,000')).toBeVisible()
  expect(sent).toHaveLength(0)
  await user.clear(await composer())
  await user.type(await composer(), 'Fine')
  await user.click(add())
  expect(await screen.findByText(messages.errors.forbiddenCharacters)).toBeVisible()
  expect(await composer()).toHaveValue('Fine')
})

test('notes of others arrive, and the draft stays', async () => {
  const round = watchIntervals()
  const { user } = renderApp('/tickets/12')
  await user.type(await composer(), 'Half a sent')
  stored = [note(1, { text: 'From somebody else', author: 'Ali' })]
  round(15_000)
  expect(await screen.findByText('From somebody else')).toBeVisible()
  expect(await composer()).toHaveValue('Half a sent')
  expect(await composer()).toHaveFocus()
  stored = [...stored, note(2, { text: 'And another' })]
  round(15_000)
  expect(await screen.findByText('And another')).toBeVisible()
  expect(await composer()).toHaveValue('Half a sent')
})

test('a failed refetch keeps the ticket and shows a banner', async () => {
  const round = watchIntervals()
  const { user } = renderApp('/tickets/12')
  await user.type(await composer(), 'Half a sent')
  mockResponse('get', TICKET, {}, 500)
  round(15_000)
  expect(await screen.findByRole('alert')).toHaveTextContent(t.refreshFailed)
  expect(await composer()).toHaveValue('Half a sent')
})

test('hundreds of notes load page by page, in order', async () => {
  stored = Array.from({ length: 230 }, (_, n) => note(n + 1))
  const { user } = renderApp('/tickets/12')
  const more = await screen.findByRole('button', { name: 'Show 30 more notes' })
  // The gap stands before the events that followed it.
  expect(lines()).toHaveLength(203)
  expect(lines().slice(-2)).toEqual([
    'Show 30 more notes',
    expect.stringContaining('Status changed'),
  ])
  await user.click(more)
  await waitFor(() => expect(lines()).toHaveLength(232))
  expect(lines().at(-1)).toContain('Status changed')
  expect(lines().at(-2)).toContain('Note 230')
})

test('notes that failed to load can be retried', async () => {
  stored = [note(1)]
  server.use(http.get(NOTES, () => HttpResponse.json({}, { status: 500 }), { once: true }))
  const { user } = renderApp('/tickets/12')
  expect(await screen.findByRole('alert')).toHaveTextContent(t.notesFailed)
  await user.click(screen.getByRole('button', { name: messages.app.tryAgain }))
  expect(await screen.findByText('Note 1')).toBeVisible()
  expect(screen.queryByRole('alert')).toBeNull()
})

test('a failure is announced also after the ticket was closed', async () => {
  const go = deferred<void>()
  recordRequests('post', NOTES, async () => {
    await go.promise
    return HttpResponse.json({}, { status: 500 })
  })
  const { user } = renderApp('/tickets/12')
  await user.type(await composer(), 'Kept')
  await user.click(add())
  await user.click(screen.getByRole('link', { name: t.close }))
  go.resolve()
  expect(await screen.findByText(new RegExp(t.noteFailedOn({ id: 12 }).slice(0, 40)))).toBeVisible()
})
