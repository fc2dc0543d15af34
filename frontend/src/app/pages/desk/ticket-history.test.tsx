/** The history of a ticket page by page, and the whole text of one entry. */

import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { beforeEach, expect, test } from 'vitest'
import type { TicketEvent } from '@/api/types'
import { event, note, page, ticketDetail } from '@/testing/examples'
import { watchIntervals } from '@/testing/intervals'
import { renderApp } from '@/testing/render-app'
import { mockResponse, server, TICKET, TICKETS } from '@/testing/server'

const entry = (id: number, changes: Partial<TicketEvent> = {}) =>
  event(id, { field: 'title', old: `Old ${id}`, new: `New ${id}`, ...changes })

beforeEach(() => mockResponse('get', TICKETS, page([])))

const plain = (text: string | null) => (text ?? '').replace(/[\u2066-\u2069]/g, '')
const timeline = () => within(screen.getByRole('region', { name: 'History and notes' }))
const timelineLines = () =>
  timeline()
    .getAllByText((_, element) => element?.matches('p, summary, p > span') ?? false)
    .map((element) => plain(element.textContent))

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
  const again = await timeline().findByRole('button', { name: 'Try again' })
  failing = false
  await userEvent.click(again)
  expect(await timeline().findByText(/Old 8/)).toBeVisible()
  await userEvent.click(timeline().getByRole('button', { name: 'Show earlier entries' }))
  expect(await timeline().findByText(/Old 7/)).toBeVisible()
  expect(timeline().queryByRole('button', { name: 'Show earlier entries' })).toBeNull()
})

test('entries that were loaded stay when a new one arrives and pushes one out', async () => {
  let history = [entry(8), entry(9)]
  server.use(
    http.get(TICKET, () =>
      HttpResponse.json(ticketDetail({ id: 12, history, history_more: true })),
    ),
  )
  mockResponse('get', `${TICKET}events/`, { results: [entry(7)], more: false })
  const round = watchIntervals()
  renderApp('/tickets/12')
  await userEvent.click(await screen.findByRole('button', { name: 'Show earlier entries' }))
  expect(await timeline().findByText(/Old 7/)).toBeVisible()
  history = [entry(9), entry(10)]
  round(15_000)
  expect(await timeline().findByText(/Old 10/)).toBeVisible()
  for (const id of [7, 8, 9]) expect(timeline().getByText(new RegExp(`Old ${id}`))).toBeVisible()
  expect(timeline().queryByRole('button', { name: 'Show earlier entries' })).toBeNull()
  // So many are new that some between may be missing.
  history = [entry(20), entry(21)]
  round(15_000)
  expect(await timeline().findByRole('button', { name: 'Show earlier entries' })).toBeVisible()
  expect(timeline().queryByText(/Old 10/)).toBeNull()
})

test('the focus passes to the title when the last page was loaded', async () => {
  mockResponse('get', TICKET, ticketDetail({ id: 12, history: [entry(9)], history_more: true }))
  mockResponse('get', `${TICKET}events/`, { results: [entry(8)], more: false })
  renderApp('/tickets/12')
  const button = await screen.findByRole('button', { name: 'Show earlier entries' })
  button.focus()
  await userEvent.keyboard('{Enter}')
  expect(await timeline().findByText(/Old 8/)).toBeVisible()
  expect(screen.getByRole('heading', { name: 'History and notes' })).toHaveFocus()
})

test('the whole text of an entry is loaded when asked for, also after an error', async () => {
  const long = entry(9, { field: 'description', old: 'The start', new: 'x', old_cut: true })
  mockResponse('get', TICKET, ticketDetail({ id: 12, history: [long] }))
  mockResponse('get', `${TICKET}events/9/`, {}, 500)
  renderApp('/tickets/12')
  await userEvent.click(await screen.findByText('Previous text'))
  expect(timeline().getByText('The start …')).toBeVisible()
  const button = timeline().getByRole('button', { name: 'Show the whole text' })
  await userEvent.click(button)
  expect(await timeline().findByRole('alert')).toHaveTextContent('could not be loaded')
  mockResponse('get', `${TICKET}events/9/`, { ...long, old: 'The start and the end' })
  expect(button).toHaveAccessibleName('Try again')
  await userEvent.click(button)
  expect(await timeline().findByText('The start and the end')).toBeVisible()
  expect(button).toHaveAccessibleName('Show less')
  expect(button).toHaveFocus()
  await userEvent.click(button)
  expect(timeline().getByText('The start …')).toBeVisible()
  expect(button).toHaveAccessibleName('Show the whole text')
})

test('a former text that is whole has no button, however long the new one', async () => {
  const short = entry(9, { field: 'description', old: 'All of it', new: 'x', new_cut: true })
  mockResponse('get', TICKET, ticketDetail({ id: 12, history: [short] }))
  renderApp('/tickets/12')
  await userEvent.click(await screen.findByText('Previous text'))
  expect(timeline().getByText('All of it')).toBeVisible()
  expect(timeline().queryByRole('button', { name: 'Show the whole text' })).toBeNull()
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
  const lines = timelineLines()
  expect(lines).toContain('Title changed from “Old 7” to (redacted)')
  expect(lines).toContain('Title changed from (redacted) to “New 8”')
  expect(lines.filter((line) => line === 'Former text redacted: Ada, in the admin')).toHaveLength(2)
  expect(lines).not.toContain('Previous text')
  expect(lines).toContain('Note by Ben')
})
