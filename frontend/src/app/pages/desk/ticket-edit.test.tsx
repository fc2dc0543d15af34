import { screen, waitFor, within } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { beforeEach, expect, test } from 'vitest'
import type { TicketDetail } from '@/api/types'
import { messages } from '@/i18n/messages'
import { failure, page, ticketDetail } from '@/testing/examples'
import { watchIntervals } from '@/testing/intervals'
import { renderApp } from '@/testing/render-app'
import { mockResponse, recordRequests, server, TICKET, TICKETS } from '@/testing/server'

const t = messages.ticket

/** The ticket as the server has it. */
let stored: TicketDetail
let matches: (string | null)[]

beforeEach(() => {
  mockResponse('get', TICKETS, page([]))
  stored = ticketDetail({ id: 12, title: 'Printer', description: 'It is broken.', version: 3 })
  matches = []
  server.use(http.get(TICKET, () => HttpResponse.json(stored)))
})

/** Accepts a change only for its version, as the server does. */
function keepsChanges() {
  return recordRequests<Partial<TicketDetail>>('patch', TICKET, (body, request) => {
    const match = request.headers.get('If-Match')
    matches.push(match)
    if (match !== `"${stored.version}"`) {
      return HttpResponse.json({ ...failure('stale'), ticket: stored }, { status: 412 })
    }
    stored = { ...stored, ...body, version: stored.version + 1 }
    return HttpResponse.json(stored)
  })
}

/** A change by somebody else. */
const meanwhile = (changes: Partial<TicketDetail>) => {
  stored = { ...stored, ...changes, version: stored.version + 1 }
}

async function edit() {
  const app = renderApp('/tickets/12')
  await app.user.click(await screen.findByRole('button', { name: t.edit }))
  await screen.findByRole('heading', { level: 1, name: t.editing({ id: 12 }) })
  return app
}
const title = () => screen.getByLabelText('Title')
const text = () => screen.getByLabelText('Description', { selector: 'textarea' })
const save = () => screen.getByRole('button', { name: t.save })

test('Ctrl+Enter saves from within the text', async () => {
  const sent = keepsChanges()
  const { user } = await edit()
  await user.type(text(), ' Very.')
  await user.keyboard('{Control>}{Enter}{/Control}')
  expect(await screen.findByText('It is broken. Very.', { selector: 'p' })).toBeVisible()
  expect(sent).toEqual([{ description: 'It is broken. Very.' }])
})

test('title and text are edited in place, and only changed fields are sent', async () => {
  const sent = keepsChanges()
  const { user } = await edit()
  expect(title()).toHaveFocus()
  await user.type(title(), ' on floor 2 ')
  await user.click(save())
  expect(await screen.findByRole('heading', { level: 1, name: 'Printer on floor 2' })).toBeVisible()
  expect(sent).toEqual([{ title: 'Printer on floor 2' }])
  expect(matches).toEqual(['"3"'])
  expect(screen.getByRole('button', { name: t.edit })).toHaveFocus()
  expect(sessionStorage.length).toBe(0)
})

test('e starts an edit, unless single-key shortcuts are off', async () => {
  localStorage.setItem('quietdesk.shortcuts', 'off')
  const { user, unmount } = renderApp('/tickets/12')
  await screen.findByRole('heading', { level: 1, name: 'Printer' })
  await user.keyboard('e')
  expect(screen.queryByLabelText('Title')).toBeNull()
  unmount()
  localStorage.clear()
  const again = renderApp('/tickets/12')
  await screen.findByRole('heading', { level: 1, name: 'Printer' })
  await again.user.keyboard('e')
  expect(await screen.findByLabelText('Title')).toHaveValue('Printer')
})

test('it validates like the form', async () => {
  const sent = keepsChanges()
  const { user } = await edit()
  await user.clear(title())
  await user.click(save())
  expect(title()).toHaveAccessibleDescription(messages.submit.required.title)
  expect(title()).toHaveFocus()
  await user.paste('x'.repeat(201))
  await user.click(save())
  expect(title()).toHaveAccessibleDescription('Title may have at most 200 characters.')
  expect(sent).toEqual([])
})

test('Escape cancels an edit, and asks before it discards changes', async () => {
  const { user, address } = await edit()
  await user.keyboard('{Escape}')
  expect(await screen.findByRole('heading', { level: 1, name: 'Printer' })).toBeVisible()
  await user.keyboard('e')
  await user.type(await screen.findByLabelText('Title'), '!')
  await user.keyboard('{Escape}')
  const dialog = () => screen.findByRole('dialog', { name: t.discardTitle })
  const keep = within(await dialog()).getByRole('button', { name: t.keepEditing })
  expect(keep).toHaveFocus()
  await user.click(keep)
  expect(title()).toHaveValue('Printer!')
  await user.click(screen.getByRole('button', { name: t.cancel }))
  await user.click(within(await dialog()).getByRole('button', { name: t.discard }))
  expect(await screen.findByRole('heading', { level: 1, name: 'Printer' })).toBeVisible()
  // The page does not know about it yet.
  expect(address()).toBe('/tickets/12')
  expect(sessionStorage.length).toBe(0)
})

test('a failure loses nothing, and can be retried', async () => {
  recordRequests('patch', TICKET, () => HttpResponse.json({}, { status: 503 }))
  const { user } = await edit()
  await user.type(text(), ' Really.')
  await user.click(save())
  const alert = await screen.findByRole('alert')
  expect(alert).toHaveTextContent(t.editFailed)
  expect(text()).toHaveValue('It is broken. Really.')
  const sent = keepsChanges()
  await user.click(within(alert).getByRole('button', { name: messages.app.tryAgain }))
  expect(await screen.findByText('It is broken. Really.')).toBeVisible()
  expect(sent).toEqual([{ description: 'It is broken. Really.' }])
})

test('an abandoned edit is restored', async () => {
  const { user, unmount } = await edit()
  await user.type(title(), '?')
  unmount()
  renderApp('/tickets/12')
  expect(await screen.findByLabelText('Title')).toHaveValue('Printer?')
  expect(screen.getByText(t.editRestored)).toBeVisible()
})

test('a refetch does not touch what is being typed', async () => {
  const round = watchIntervals()
  const { user } = await edit()
  await user.type(title(), '?')
  meanwhile({ title: 'Copier', status: 'closed' })
  round(15_000)
  await waitFor(() =>
    expect(screen.getByLabelText('Status', { selector: 'select' })).toHaveValue('closed'),
  )
  expect(title()).toHaveValue('Printer?')
  expect(title()).toHaveFocus()
})

test('a change of other fields is no conflict', async () => {
  const sent = keepsChanges()
  const { user } = await edit()
  await user.type(title(), '!')
  meanwhile({ status: 'closed', description: 'It is on fire.' })
  await user.click(save())
  expect(await screen.findByRole('heading', { level: 1, name: 'Printer!' })).toBeVisible()
  expect(screen.getByText('It is on fire.')).toBeVisible()
  expect(sent).toEqual([{ title: 'Printer!' }, { title: 'Printer!' }])
  expect(matches).toEqual(['"3"', '"4"'])
})

/** Both have changed both fields; mine was refused. */
async function conflict() {
  const sent = keepsChanges()
  const app = await edit()
  await app.user.type(title(), ' mine')
  await app.user.type(text(), ' Mine.')
  meanwhile({ title: 'Printer theirs', description: 'It is broken. Theirs.' })
  await app.user.click(save())
  expect(await screen.findByRole('alert')).toHaveTextContent(t.conflictTitle)
  return { ...app, sent }
}
const choice = (field: string) =>
  within(screen.getByRole('group', { name: t.fieldConflictOf({ field }) })).getAllByRole('radio')

test('a conflict shows both versions, to choose from or to edit', async () => {
  const { user, sent } = await conflict()
  const group = screen.getByRole('group', { name: t.fieldConflictOf({ field: 'Title' }) })
  expect(group).toHaveTextContent(/Printer theirs.*Printer mine/)
  const [theirs] = choice('Title')
  expect(choice('Title')[1]).toBeChecked()
  if (theirs) await user.click(theirs)
  expect(title()).toHaveValue('Printer theirs')
  await user.type(text(), ' And Theirs.')
  for (const it of choice('Description')) expect(it).not.toBeChecked()
  await user.click(save())
  expect(await screen.findByRole('heading', { level: 1, name: 'Printer theirs' })).toBeVisible()
  expect(screen.getByText('It is broken. Mine. And Theirs.')).toBeVisible()
  expect(sent.at(-1)).toEqual({ description: 'It is broken. Mine. And Theirs.' })
  expect(matches.at(-1)).toBe('"4"')
})

test('choosing their version everywhere sends nothing', async () => {
  const { user, sent } = await conflict()
  for (const field of ['Title', 'Description']) {
    const [theirs] = choice(field)
    if (theirs) await user.click(theirs)
  }
  await user.click(save())
  expect(await screen.findByRole('heading', { level: 1, name: 'Printer theirs' })).toBeVisible()
  expect(sent).toHaveLength(1)
})

test('an unresolved conflict is found again, never overwritten', async () => {
  const { unmount } = await conflict()
  unmount()
  const { user } = renderApp('/tickets/12')
  expect(await screen.findByLabelText('Title')).toHaveValue('Printer mine')
  await user.click(save())
  expect(await screen.findByRole('alert')).toHaveTextContent(t.conflictTitle)
  expect(stored.title).toBe('Printer theirs')
})

test('a second conflict is shown again', async () => {
  const { user } = await conflict()
  meanwhile({ title: 'Printer theirs once more' })
  await user.click(save())
  await waitFor(() =>
    expect(
      screen.getByRole('group', { name: t.fieldConflictOf({ field: 'Title' }) }),
    ).toHaveTextContent('Printer theirs once more'),
  )
  expect(title()).toHaveValue('Printer mine')
})
