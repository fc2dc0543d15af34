import { act, screen, waitFor, within } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { afterEach, expect, test, vi } from 'vitest'
import type { TicketPage, TicketRow } from '@/api/types'
import { messages } from '@/i18n/messages'
import { failure, page, ticket, ticketDetail } from '@/testing/examples'
import { deferred, renderApp } from '@/testing/render-app'
import { mockResponse, READY, recordRequests, server, TICKET, TICKETS } from '@/testing/server'

/** A ticket created so many minutes after nine, with that number. */
const at = (minute: number, changes: Partial<TicketRow> = {}) =>
  ticket({
    id: minute,
    title: `Ticket of minute ${minute}`,
    created_at: new Date(Date.UTC(2026, 10, 20, 9, minute)).toISOString(),
    ...changes,
  })

/** The tickets on the server, newest first; tests change it as other people would. */
let desk: TicketRow[] = []
let asked: URLSearchParams[] = []

function serveDesk(reply: (params: URLSearchParams) => TicketPage | Promise<Response> = whole) {
  asked = []
  server.use(
    http.get(TICKETS, async ({ request }) => {
      const params = new URL(request.url).searchParams
      asked.push(params)
      const answer = reply(params)
      return answer instanceof Promise ? answer : HttpResponse.json(answer)
    }),
  )
}

const whole = () => page(desk)
const titles = () =>
  screen.getAllByRole('link', { name: /Ticket of minute/ }).map((it) => it.textContent)
const bar = () => screen.queryByRole('button', { name: /new ticket/ })
const shown = (minute: number) => screen.findByRole('link', { name: `Ticket of minute ${minute}` })

/** Fires the event of a tab that becomes visible: the queue polls at once. */
async function comeBack(): Promise<void> {
  const before = asked.length
  act(() => void window.dispatchEvent(new Event('visibilitychange')))
  await waitFor(() => expect(asked.length).toBeGreaterThan(before))
}

afterEach(() => vi.useRealTimers())

test('new tickets are announced, and inserted on request', async () => {
  desk = [at(2), at(1)]
  serveDesk()
  const { user } = renderApp('/')
  await shown(1)
  desk = [at(4), at(3), ...desk]
  await comeBack()
  const button = await screen.findByRole('button', { name: '2 new tickets' })
  expect(button.closest('[role="status"]')).toBeInTheDocument()
  expect(titles()).toEqual(['Ticket of minute 2', 'Ticket of minute 1'])
  const before = asked.length
  await user.click(button)
  await waitFor(async () => expect(await shown(4)).toHaveFocus())
  expect(titles()[0]).toBe('Ticket of minute 4')
  expect(titles()).toHaveLength(4)
  expect(bar()).toBeNull()
  // From the cache, without a second request.
  expect(asked.length).toBe(before)
})

test('a row that somebody changed is updated in place', async () => {
  desk = [at(3), at(2), at(1)]
  serveDesk()
  renderApp('/')
  await shown(1)
  desk = [at(3), at(2, { status: 'closed', version: 2 }), at(1)]
  await comeBack()
  const status = screen.getByRole('combobox', { name: 'Status of Ticket of minute 2' })
  await waitFor(() => expect(status).toHaveValue('closed'))
  expect(titles()).toEqual([3, 2, 1].map((it) => `Ticket of minute ${it}`))
})

test('a row that no longer matches stays, is updated and marked', async () => {
  desk = [at(3), at(2), at(1)]
  serveDesk()
  mockResponse('get', TICKET, ticketDetail(at(2, { status: 'resolved', version: 2 })))
  renderApp('/?status=open')
  await shown(1)
  desk = [at(3), at(1)]
  await comeBack()
  expect(await screen.findByText(messages.queue.noLongerMatches)).toBeVisible()
  expect(screen.getByRole('combobox', { name: 'Status of Ticket of minute 2' })).toHaveValue(
    'resolved',
  )
  expect(titles()).toHaveLength(3)
})

test('the row of an erased ticket stays until the filters change', async () => {
  desk = [at(2), at(1)]
  serveDesk()
  mockResponse('get', TICKET, failure('not_found'), 404)
  renderApp('/')
  await shown(1)
  desk = [at(1)]
  await comeBack()
  expect(await screen.findByText(messages.queue.noLongerMatches)).toBeVisible()
  expect(titles()).toHaveLength(2)
})

test('a new ticket beyond the loaded pages waits for its page', async () => {
  const first = [at(5, { priority: 'critical' }), at(4, { priority: 'high' })]
  desk = first
  serveDesk((params) =>
    params.get('sort') === 'priority' ? page(first, 'next') : page(desk, 'next'),
  )
  const { user } = renderApp('/?sort=priority')
  await shown(4)
  desk = [at(8, { priority: 'low' }), at(7, { priority: 'critical' }), ...first]
  await comeBack()
  await user.click(await screen.findByRole('button', { name: '1 new ticket' }))
  await waitFor(async () => expect(await shown(7)).toHaveFocus())
  expect(titles()).toEqual([7, 5, 4].map((it) => `Ticket of minute ${it}`))
})

test('a failed poll is silent, and the next one catches up', async () => {
  desk = [at(1)]
  let broken = false
  serveDesk((): TicketPage | Promise<Response> =>
    broken
      ? Promise.resolve(HttpResponse.json(failure('database_unavailable'), { status: 503 }))
      : page(desk),
  )
  renderApp('/')
  await shown(1)
  broken = true
  await comeBack()
  expect(screen.queryByRole('alert')).toBeNull()
  expect(titles()).toHaveLength(1)
  broken = false
  desk = [at(2), at(1)]
  await comeBack()
  expect(await screen.findByRole('button', { name: '1 new ticket' })).toBeVisible()
})

test('after an outage the rows do not move, and new tickets are announced', async () => {
  desk = [at(1)]
  let away = false
  const gone = () => Promise.resolve(HttpResponse.error())
  serveDesk((): TicketPage | Promise<Response> => (away ? gone() : page(desk)))
  server.use(http.get(READY, () => (away ? HttpResponse.error() : HttpResponse.text('ready'))))
  const { user } = renderApp('/')
  await shown(1)
  away = true
  await comeBack()
  await screen.findByText(messages.app.offlineTitle)
  away = false
  desk = [at(2), at(1)]
  await user.click(screen.getByRole('button', { name: messages.app.tryAgain }))
  expect(await screen.findByRole('button', { name: '1 new ticket' })).toBeVisible()
  expect(titles()).toEqual(['Ticket of minute 1'])
})

test('more new tickets than fit on a page reload the list', async () => {
  desk = [at(1)]
  serveDesk((): TicketPage => page(desk.slice(0, 2), desk.length > 2 ? 'more' : null))
  const { user } = renderApp('/')
  await shown(1)
  desk = [at(4), at(3), at(2), at(1)]
  await comeBack()
  await user.click(await screen.findByRole('button', { name: '2 or more new tickets' }))
  await waitFor(async () => expect(await shown(4)).toHaveFocus())
  expect(titles().slice(0, 2)).toEqual(['Ticket of minute 4', 'Ticket of minute 3'])
})

test('a poll for previous filters is dropped', async () => {
  desk = [at(1)]
  const late = deferred<Response>()
  let waiting = false
  serveDesk((params): TicketPage | Promise<Response> =>
    waiting && !params.has('status') ? late.promise : page(desk),
  )
  const { user } = renderApp('/')
  await shown(1)
  waiting = true
  await comeBack()
  await user.click(screen.getByRole('button', { name: 'Open' }))
  await waitFor(() => expect(asked.at(-1)?.get('status')).toBe('open'))
  late.resolve(HttpResponse.json(page([at(2), at(1)])))
  await shown(1)
  expect(bar()).toBeNull()
})

test('a page under way during a poll is neither lost nor overwritten', async () => {
  desk = [at(5), at(4)]
  const late = deferred<Response>()
  serveDesk((params): TicketPage | Promise<Response> =>
    params.has('cursor') ? late.promise : page(desk, 'next'),
  )
  const { user } = renderApp('/')
  await shown(4)
  await user.click(screen.getByRole('button', { name: messages.queue.loadMore }))
  desk = [at(6), at(5, { status: 'closed', version: 2 }), at(4)]
  await comeBack()
  late.resolve(HttpResponse.json(page([at(3)])))
  await shown(3)
  expect(titles()).toHaveLength(3)
  // The next poll finds what the first one had to skip.
  await comeBack()
  expect(await screen.findByRole('button', { name: '1 new ticket' })).toBeVisible()
  const status = screen.getByRole('combobox', { name: 'Status of Ticket of minute 5' })
  await waitFor(() => expect(status).toHaveValue('closed'))
})

test('inserting tickets while a page is under way keeps both', async () => {
  desk = [at(5), at(4)]
  const late = deferred<Response>()
  let pages = 0
  serveDesk((params): TicketPage | Promise<Response> => {
    if (!params.has('cursor')) return page(desk, 'next')
    pages += 1
    return pages === 1 ? late.promise : Promise.resolve(HttpResponse.json(page([at(3)])))
  })
  const { user } = renderApp('/')
  await shown(4)
  desk = [at(6), ...desk]
  await comeBack()
  const button = await screen.findByRole('button', { name: '1 new ticket' })
  await user.click(screen.getByRole('button', { name: messages.queue.loadMore }))
  await user.click(button)
  await shown(6)
  late.resolve(HttpResponse.json(page([at(3)])))
  await user.click(await screen.findByRole('button', { name: messages.queue.loadMore }))
  await shown(3)
  expect(titles()).toEqual([6, 5, 4, 3].map((it) => `Ticket of minute ${it}`))
})

test('a response older than one’s own change does not restore the old value', async () => {
  desk = [at(1)]
  const late = deferred<Response>()
  let waiting = false
  serveDesk((): TicketPage | Promise<Response> => (waiting ? late.promise : page(desk)))
  recordRequests('patch', TICKET, () => HttpResponse.json(at(1, { status: 'closed', version: 2 })))
  const { user } = renderApp('/')
  const row = within((await shown(1)).closest('.row') as HTMLElement)
  waiting = true
  await comeBack()
  await user.selectOptions(row.getByRole('combobox'), 'closed')
  await screen.findByRole('button', { name: messages.queue.undo })
  late.resolve(HttpResponse.json(page([at(2), at(1)])))
  await screen.findByRole('button', { name: '1 new ticket' })
  expect(row.getByRole('combobox')).toHaveValue('closed')
})

test('it polls every fifteen seconds, but not in a hidden tab', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'], shouldAdvanceTime: true })
  desk = [at(1)]
  serveDesk()
  renderApp('/')
  await shown(1)
  expect(asked).toHaveLength(1)
  const advance = (seconds: number) => act(() => vi.advanceTimersByTimeAsync(seconds * 1000))
  await advance(15)
  await waitFor(() => expect(asked).toHaveLength(2))
  const seen = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
  await advance(60)
  expect(asked).toHaveLength(2)
  seen.mockReturnValue('visible')
  await comeBack()
})
