import { screen, waitFor, within } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { beforeEach, expect, test } from 'vitest'
import type { NewNote, Note } from '@/api/types'
import { messages } from '@/i18n/messages'
import { event, note, page, ticketDetail } from '@/testing/examples'
import { watchIntervals } from '@/testing/intervals'
import { renderApp } from '@/testing/render-app'
import { mockResponse, NOTES, recordRequests, server, TICKET, TICKETS } from '@/testing/server'

const t = messages.ticket

let stored: Note[]
/** The `after` of each request. */
let asked: number[]

beforeEach(() => {
  mockResponse('get', TICKETS, page([]))
  asked = []
  stored = [note(1, { text: 'From before', author: 'Ali' })]
  server.use(
    http.get(TICKET, () =>
      HttpResponse.json(ticketDetail({ id: 12, notes_count: stored.length, history: [] })),
    ),
    http.get(NOTES, ({ request }) => {
      const after = Number(new URL(request.url).searchParams.get('after'))
      asked.push(after)
      return HttpResponse.json({ results: stored.filter((it) => it.id > after), more: false })
    }),
  )
})

/** The announcements about notes, with their elements. */
const said = () =>
  within(screen.getByRole('region', { name: t.history }))
    .queryAllByText(/new note/i)
    .filter((it) => it.closest('[role="status"]'))

/** Records all announcements about notes, also short-lived ones. */
function listen(): () => string[] {
  const heard: string[] = []
  const observer = new MutationObserver((changes) => {
    for (const node of changes.flatMap((it) => [...it.addedNodes])) {
      if (/new note/i.test(node.textContent ?? '')) heard.push(node.textContent ?? '')
    }
  })
  observer.observe(document.body, { childList: true, subtree: true })
  return () => heard
}

test('a note of somebody else is announced once, by name; several by their number', async () => {
  const round = watchIntervals()
  renderApp('/tickets/12')
  expect(await screen.findByText('From before')).toBeVisible()
  expect(said()).toEqual([])

  stored = [...stored, note(2, { text: 'Called them', author: 'Ines' })]
  round(15_000)
  expect(await screen.findByText('Called them')).toBeVisible()
  const [first] = said()
  expect(first).toHaveTextContent(/^New note by Ines$/)

  // The same text in a new element is read out again.
  stored = [...stored, note(3, { text: 'Called them again', author: 'Ines' })]
  round(15_000)
  expect(await screen.findByText('Called them again')).toBeVisible()
  const [second] = said()
  expect(second).toHaveTextContent(/^New note by Ines$/)
  expect(second).not.toBe(first)
  round(15_000)
  await waitFor(() => expect(said()).toEqual([second]))

  stored = [...stored, note(4), note(5, { text: 'The last' })]
  round(15_000)
  expect(await screen.findByText('The last')).toBeVisible()
  expect(said().map((it) => it.textContent)).toEqual(['2 new notes'])
})

test('one’s own note is not announced', async () => {
  recordRequests<NewNote>('post', NOTES, (body) => {
    const made = note(2, { ...body, author: body.author ?? null })
    stored = [...stored, made]
    return HttpResponse.json(made, { status: 201 })
  })
  const round = watchIntervals()
  const { user } = renderApp('/tickets/12')
  expect(await screen.findByText('From before')).toBeVisible()
  const heard = listen()
  await user.type(await screen.findByLabelText(t.note), 'Mine')
  await user.click(screen.getByRole('button', { name: t.sendNote }))
  expect(await screen.findByText(t.noteAdded)).toBeInTheDocument()
  round(15_000)
  await waitFor(() => expect(asked).toContain(1))
  stored = [...stored, note(3, { text: 'Theirs', author: 'Ines' })]
  round(15_000)
  expect(await screen.findByText('Theirs')).toBeVisible()
  expect(heard()).toEqual(['New note by Ines'])
})

test('names and titles are isolated for bidi within a message', async () => {
  stored = [note(1, { text: 'שלום', author: 'אורי' })]
  const history = [event(1, { actor: 'admin:دانا', field: 'title', old: 'ישן 1', new: 'New 2' })]
  mockResponse('get', TICKET, ticketDetail({ id: 12, notes_count: 1, history }))
  renderApp('/tickets/12')
  const author = await screen.findByText('אורי', { selector: 'bdi' })
  expect(author.parentElement).toHaveTextContent(/^Note by אורי$/)
  expect(screen.getByText('שלום', { selector: 'p' })).toHaveAttribute('dir', 'auto')
  expect(screen.getByText('ישן 1', { selector: 'bdi' }).parentElement).toHaveTextContent(
    /^Title changed from “ישן 1” to “New 2”$/,
  )
  expect(screen.getByText('دانا', { selector: 'bdi' })).toBeVisible()
})
