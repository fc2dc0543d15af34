import { screen, waitFor, within } from '@testing-library/react'
import type { UserEvent } from '@testing-library/user-event'
import { HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import type { BulkResult, Ticket } from '@/api/types'
import { messages } from '@/i18n/messages'
import { failure, page, suggested, ticket } from '@/testing/examples'
import { deferred, renderApp } from '@/testing/render-app'
import { mockResponse, recordRequests, TICKETS } from '@/testing/server'
import type { BulkChange } from '@/tickets/bulk/send-changes'

const BULK = '*/api/tickets/bulk/'
type Body = { changes: BulkChange[] }

const three = [3, 2, 1].map((id) => ticket({ id, title: `Ticket ${id}`, version: id * 10 }))

/** Answers like the server: applies every change, with a new version. */
function changed(tickets: readonly Ticket[], wish: BulkChange): BulkResult {
  const was = tickets.find((it) => it.id === wish.id) as Ticket
  return { id: wish.id, outcome: 'changed', ticket: { ...was, ...wish, version: wish.version + 1 } }
}

function desk(tickets: readonly Ticket[], reply: (wish: BulkChange, turn: number) => BulkResult) {
  mockResponse('get', TICKETS, page([...tickets]))
  let turn = 0
  return recordRequests<Body>('post', BULK, ({ changes }) => {
    turn += 1
    return HttpResponse.json({ results: changes.map((it) => reply(it, turn)) })
  })
}

const box = (n: number) => screen.getByRole('checkbox', { name: `Select Ticket ${n}` })
const status = (n: number) => screen.getByRole('combobox', { name: `Status of Ticket ${n}` })
const toolbar = () => screen.findByRole('group', { name: messages.bulk.toolbar })
const row = (n: number) => screen.findByRole('link', { name: `Ticket ${n}` })

async function choose(user: UserEvent, field: string, value: string) {
  await user.click(within(await toolbar()).getByRole('button', { name: field }))
  await user.click(screen.getByRole('menuitem', { name: value }))
}

test('the selection is closed in one request, and Undo restores each status', async () => {
  const [a, b, c] = three as [Ticket, Ticket, Ticket]
  const tickets = [a, { ...b, status: 'resolved' as const }, c]
  const sent = desk(tickets, (wish) => changed(tickets, wish))
  const { user } = renderApp('/')
  await row(3)
  await user.click(box(3))
  await user.click(box(2))
  expect(within(await toolbar()).getByText('2 selected')).toBeVisible()
  expect(screen.getByText('2 tickets selected')).toBeInTheDocument()
  await choose(user, 'Status', 'Closed')
  expect(await screen.findByText('2 tickets set to Closed')).toBeVisible()
  await waitFor(() => expect(status(2)).toHaveValue('closed'))
  await user.click(screen.getByRole('button', { name: messages.queue.undo }))
  expect(await screen.findByText('2 tickets restored')).toBeVisible()
  await waitFor(() => expect(status(2)).toHaveValue('resolved'))
  expect(status(3)).toHaveValue('open')
  expect(sent.map((it) => it.changes)).toEqual([
    [
      { id: 3, version: 30, status: 'closed' },
      { id: 2, version: 20, status: 'closed' },
    ],
    [
      { id: 3, version: 31, status: 'open' },
      { id: 2, version: 21, status: 'resolved' },
    ],
  ])
})

test('stale tickets show their current state, and are changed on request only', async () => {
  const theirs = { ...ticket({ id: 2, title: 'Ticket 2' }), priority: 'low' as const, version: 25 }
  const sent = desk(three, (wish, turn) =>
    wish.id === 2 && turn === 1
      ? { id: 2, outcome: 'stale', ticket: theirs }
      : changed(three, wish),
  )
  const { user } = renderApp('/')
  await row(3)
  await user.click(box(3))
  await user.click(box(2))
  await choose(user, 'Status', 'Resolved')
  expect(await screen.findByText('1 ticket set to Resolved')).toBeVisible()
  expect(screen.getByText(messages.bulk.stale({ count: 1 }))).toBeVisible()
  expect(status(2)).toHaveValue('open')
  expect(status(3)).toHaveValue('resolved')
  await user.click(screen.getByRole('button', { name: messages.bulk.applyAnyway }))
  await waitFor(() => expect(status(2)).toHaveValue('resolved'))
  expect(sent.at(-1)?.changes).toEqual([{ id: 2, version: 25, status: 'resolved' }])
})

test('Undo tells how many tickets it could not restore', async () => {
  const sent = desk(three, (wish, turn) =>
    wish.id === 2 && turn === 2
      ? { id: 2, outcome: 'stale', ticket: ticket({ id: 2, title: 'Ticket 2', version: 99 }) }
      : changed(three, wish),
  )
  const { user } = renderApp('/')
  await row(3)
  await user.click(box(3))
  await user.click(box(2))
  await choose(user, 'Priority', 'Critical')
  await user.click(await screen.findByRole('button', { name: messages.queue.undo }))
  expect(await screen.findByText(messages.bulk.notUndone({ count: 1 }))).toBeVisible()
  expect(screen.getByText('1 ticket restored')).toBeVisible()
  expect(sent).toHaveLength(2)
})

test('a failed request is rolled back, announced, and can be retried', async () => {
  mockResponse('get', TICKETS, page(three))
  const refusal = deferred<Response>()
  const sent: Body[] = recordRequests<Body>('post', BULK, ({ changes }) =>
    sent.length === 1
      ? refusal.promise
      : HttpResponse.json({ results: changes.map((it) => changed(three, it)) }),
  )
  const { user } = renderApp('/')
  await row(3)
  await user.click(box(1))
  await choose(user, 'Status', 'Closed')
  await waitFor(() => expect(status(1)).toHaveValue('closed'))
  refusal.resolve(HttpResponse.json(failure('server_error'), { status: 500 }))
  expect(await screen.findByText(/1 ticket was not changed/)).toBeVisible()
  expect(status(1)).toHaveValue('open')
  await user.click(screen.getByRole('button', { name: messages.app.tryAgain }))
  expect(await screen.findByText('1 ticket set to Closed')).toBeVisible()
})

test('a missing ticket is announced, and rolled back', async () => {
  desk(three, ({ id }) => ({ id, outcome: 'missing', ticket: null }))
  const { user } = renderApp('/')
  await row(3)
  await user.click(box(1))
  await choose(user, 'Status', 'Closed')
  expect(await screen.findByText('1 ticket no longer exists.')).toBeVisible()
  expect(status(1)).toHaveValue('open')
})

test('more than a hundred are sent in batches, and a failed batch keeps the earlier ones', async () => {
  const many = Array.from({ length: 103 }, (_, n) =>
    ticket({ id: 103 - n, title: `Ticket ${103 - n}` }),
  )
  mockResponse('get', TICKETS, page(many))
  const second = deferred<Response>()
  const sent: Body[] = recordRequests<Body>('post', BULK, ({ changes }) =>
    sent.length === 2
      ? second.promise
      : HttpResponse.json({ results: changes.map((it) => changed(many, it)) }),
  )
  const { user } = renderApp('/')
  await row(103)
  await user.click(box(103))
  await user.click(
    within(await toolbar()).getByRole('button', { name: messages.bulk.all({ count: 103 }) }),
  )
  await choose(user, 'Category', 'Technical')
  expect(await screen.findByText('100 of 103 tickets changed so far')).toBeVisible()
  expect(await toolbar()).toHaveAttribute('aria-busy', 'true')
  second.resolve(HttpResponse.json(failure('database_unavailable'), { status: 503 }))
  expect(await screen.findByText('100 tickets set to Technical')).toBeVisible()
  expect(screen.getByText(/3 tickets were not changed/)).toBeVisible()
  expect(sent.map((it) => it.changes.length)).toEqual([100, 3])
}, 60_000)

test('a double click changes once', async () => {
  mockResponse('get', TICKETS, page(three))
  const answer = deferred<Response>()
  const sent: Body[] = recordRequests<Body>('post', BULK, () => answer.promise)
  const { user } = renderApp('/')
  await row(3)
  await user.click(box(3))
  await user.keyboard('44')
  answer.resolve(
    HttpResponse.json({
      results: three
        .slice(0, 1)
        .map((it) => changed(three, { id: it.id, version: it.version, status: 'closed' })),
    }),
  )
  expect(await screen.findByText('1 ticket set to Closed')).toBeVisible()
  await user.keyboard('4')
  expect(sent).toHaveLength(1)
})

test('x, Shift+J, Ctrl+A and Escape select with the keyboard', async () => {
  mockResponse('get', TICKETS, page(three))
  const { user } = renderApp('/')
  await row(3)
  await user.keyboard('jx')
  expect(box(3)).toBeChecked()
  await user.keyboard('{Shift>}J{/Shift}')
  expect(box(2)).toBeChecked()
  expect(box(1)).not.toBeChecked()
  expect(await row(2)).toHaveFocus()
  await user.keyboard('{Control>}a{/Control}')
  expect(box(1)).toBeChecked()
  await user.keyboard('{Escape}')
  expect(screen.queryByRole('group', { name: messages.bulk.toolbar })).toBeNull()
  expect(box(1)).not.toBeChecked()
})

test('Shift+click selects a range', async () => {
  mockResponse('get', TICKETS, page(three))
  const { user } = renderApp('/')
  await row(3)
  await user.click(box(3))
  await user.keyboard('{Shift>}')
  await user.click(box(1))
  await user.keyboard('{/Shift}')
  expect(box(2)).toBeChecked()
})

test('Escape in a menu closes the menu only, and restores the focus', async () => {
  mockResponse('get', TICKETS, page(three))
  const { user } = renderApp('/')
  await row(3)
  await user.click(box(3))
  const button = within(await toolbar()).getByRole('button', { name: 'Status' })
  button.focus()
  await user.keyboard('{ArrowDown}{ArrowDown}')
  expect(screen.getByRole('menuitem', { name: 'In progress' })).toHaveFocus()
  await user.keyboard('{Escape}')
  expect(screen.queryByRole('menu')).toBeNull()
  expect(button).toHaveFocus()
  expect(box(3)).toBeChecked()
})

test('a change of filters deselects what is not shown', async () => {
  mockResponse('get', TICKETS, page(three))
  const { user } = renderApp('/')
  await row(3)
  await user.click(box(3))
  mockResponse('get', TICKETS, page(three.slice(1)))
  await user.click(screen.getByRole('button', { name: 'Billing' }))
  await waitFor(() => expect(screen.queryByRole('link', { name: 'Ticket 3' })).toBeNull())
  expect(screen.queryByRole('group', { name: messages.bulk.toolbar })).toBeNull()
})

test('a accepts the suggestion and moves to the next ticket', async () => {
  const tickets = three.map((it) => ({ ...it, suggested: suggested({ priority: 'high' }) }))
  const sent = desk(tickets, (wish) => changed(tickets, wish))
  const { user } = renderApp('/')
  await row(3)
  await user.keyboard('ja')
  expect(await screen.findByText(messages.bulk.accepted)).toBeVisible()
  expect(await row(2)).toHaveFocus()
  expect(sent).toEqual([
    { changes: [{ id: 3, version: 30, category: 'billing', priority: 'high' }] },
  ])
  await user.click(screen.getByRole('button', { name: messages.queue.undo }))
  await waitFor(() =>
    expect(sent.at(-1)).toEqual({
      changes: [{ id: 3, version: 31, category: 'billing', priority: 'medium' }],
    }),
  )
})

test('a announces when there is nothing to accept, and the end of the list', async () => {
  mockResponse(
    'get',
    TICKETS,
    page([
      ticket({ id: 2, title: 'Ticket 2' }),
      ticket({ id: 1, title: 'Ticket 1', priority: 'high', suggested: suggested() }),
    ]),
  )
  const { user } = renderApp('/')
  await row(2)
  await user.keyboard('ja')
  expect(await screen.findByText(messages.bulk.nothingSuggested)).toBeVisible()
  await user.keyboard('ja')
  expect(await screen.findByText(messages.bulk.lastTicket)).toBeVisible()
})
