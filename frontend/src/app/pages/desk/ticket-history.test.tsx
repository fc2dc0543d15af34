/** The history of a ticket page by page, and the whole text of one entry. */

import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { beforeEach, expect, test } from 'vitest'
import type { TicketEvent } from '@/api/types'
import { event, note, page, ticketDetail } from '@/testing/examples'
import { renderApp } from '@/testing/render-app'
import { mockResponse, server, TICKET, TICKETS } from '@/testing/server'

const entry = (id: number, changes: Partial<TicketEvent> = {}) =>
  event(id, { field: 'title', old: `Old ${id}`, new: `New ${id}`, ...changes })

beforeEach(() => mockResponse('get', TICKETS, page([])))

const plain = (text: string | null) => (text ?? '').replace(/[\u2066-\u2069]/g, '')
const historyLines = () =>
  history()
    .getAllByText((_, element) => element?.matches('p, summary, p > span') ?? false)
    .map((element) => plain(element.textContent))
const history = () => within(screen.getByRole('region', { name: 'History and notes' }))

test('earlier entries are shown when asked for, also after an error', async () => {
  let failing = true
  mockResponse('get', TICKET, ticketDetail({ id: 12, history: [entry(9)], history_more: true }))
  server.use(
    http.get(`${TICKET}events/`, ({ request }) => {
      if (failing) return new HttpResponse(null, { status: 500 })
      const before = Number(new URL(request.url).searchParams.get('before'))
      return HttpResponse.json({ results: [entry(before - 1)], more: before > 8 })
    }),
  )
  renderApp('/tickets/12')
  await userEvent.click(await screen.findByRole('button', { name: 'Show earlier entries' }))
  const again = await history().findByRole('button', { name: 'Try again' })
  failing = false
  await userEvent.click(again)
  expect(await history().findByText(/Old 8/)).toBeVisible()
  await userEvent.click(history().getByRole('button', { name: 'Show earlier entries' }))
  expect(await history().findByText(/Old 7/)).toBeVisible()
  expect(history().queryByRole('button', { name: 'Show earlier entries' })).toBeNull()
})

test('the whole text of an entry is loaded when asked for', async () => {
  const long = entry(9, { field: 'description', old: 'The start', new: 'x', cut: true })
  mockResponse('get', TICKET, ticketDetail({ id: 12, history: [long] }))
  mockResponse('get', `${TICKET}events/9/`, { ...long, old: 'The start and the end' })
  renderApp('/tickets/12')
  await userEvent.click(await screen.findByText('Previous text'))
  expect(history().getByText('The start …')).toBeVisible()
  await userEvent.click(history().getByRole('button', { name: 'Show the whole text' }))
  expect(await history().findByText('The start and the end')).toBeVisible()
})

const redacted = { at: '2026-11-21T09:00:00Z', by: 'admin:Ada' }

test('a redacted value is said in words, with who redacted it', async () => {
  const entries = [
    entry(7, { new: null, new_redacted: redacted }),
    entry(8, { old: null, old_redacted: redacted }),
    entry(9, { field: 'description', old: null, new: null, old_redacted: redacted }),
  ]
  mockResponse('get', TICKET, ticketDetail({ id: 12, history: entries, notes_count: 1 }))
  const notes = [note(4, { author: 'Ben', text: '', redacted: { ...redacted, by: 'command' } })]
  mockResponse('get', `${TICKET}notes/`, { results: notes, more: false })
  renderApp('/tickets/12')
  await screen.findByText('Text redacted: On the server')
  const lines = historyLines()
  expect(lines).toContain('Title changed from “Old 7” to (redacted)')
  expect(lines).toContain('Title changed from (redacted) to “New 8”')
  expect(lines.filter((line) => line === 'Former text redacted: Ada, in the admin')).toHaveLength(2)
  expect(lines).not.toContain('Previous text')
  expect(lines).toContain('Note by Ben')
})
