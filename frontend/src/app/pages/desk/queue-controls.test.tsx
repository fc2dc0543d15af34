import { screen, waitFor } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import type { TicketPage, TicketRow } from '@/api/types'
import { messages } from '@/i18n/messages'
import { setShortcutsOn } from '@/lib/shortcuts'
import { counts, failure, page, ticket, ticketDetail } from '@/testing/examples'
import { deferred, renderApp } from '@/testing/render-app'
import { COUNTS, mockResponse, recordRequests, server, TICKET, TICKETS } from '@/testing/server'

const invoice = ticket({ id: 7, title: 'Invoice charged twice' })
const printer = ticket({ id: 6, title: 'Printer prints blanks', category: 'technical' })
const found = (text: RegExp) => screen.findByRole('link', { name: text })
const chip = (name: string) => screen.getByRole('button', { name })

test('each chip shows its count under the other filters', async () => {
  mockResponse('get', TICKETS, page([invoice]))
  const asked: string[] = []
  server.use(
    http.get(COUNTS, ({ request }) => {
      asked.push(new URL(request.url).search)
      return HttpResponse.json(counts({ total: 1234 }))
    }),
  )
  renderApp('/?status=open&sort=oldest')
  await waitFor(() => expect(chip('Open')).toHaveAccessibleDescription('5 tickets'))
  expect(chip('Technical')).toHaveTextContent('Technical6')
  expect(screen.getByText('1,234 tickets')).toBeVisible()
  expect(asked).toEqual(['?status=open'])
})

test('a search shows no counts', async () => {
  mockResponse('get', TICKETS, page([invoice]))
  server.use(http.get(COUNTS, () => expect.unreachable()))
  renderApp('/?search=invoice')
  await found(/invoice/i)
  expect(chip('Open')).toHaveTextContent(/^Open$/)
})

test('the counts follow a change of status', async () => {
  mockResponse('get', TICKETS, page([invoice]))
  let open = 5
  server.use(
    http.get(COUNTS, () =>
      HttpResponse.json(counts({ status: { open, in_progress: 0, resolved: 0, closed: 1 } })),
    ),
  )
  recordRequests('patch', TICKET, () => {
    open = 4
    return HttpResponse.json({ ...invoice, status: 'closed', version: 2 })
  })
  const { user } = renderApp('/')
  await waitFor(() => expect(chip('Open')).toHaveTextContent('Open5'))
  await user.selectOptions(await screen.findByRole('combobox', { name: /status of/i }), 'closed')
  await waitFor(() => expect(chip('Open')).toHaveTextContent('Open4'))
})

test('the sort order is stored in the URL and sent to the server', async () => {
  const asked: (string | null)[] = []
  server.use(
    http.get(TICKETS, ({ request }) => {
      asked.push(new URL(request.url).searchParams.get('sort'))
      return HttpResponse.json(page([invoice]))
    }),
  )
  const { user, address } = renderApp('/?status=open')
  await found(/invoice/i)
  await user.selectOptions(screen.getByRole('combobox', { name: messages.queue.sort }), 'priority')
  expect(address()).toBe('/?status=open&sort=priority')
  await waitFor(() => expect(asked).toEqual([null, 'priority']))
})

test('filters set by a link are shown as chips and can be removed', async () => {
  mockResponse('get', TICKETS, page([invoice]))
  const { user, address } = renderApp(
    '/?source=keywords&outcome=changed&changed=priority&created_from=2026-11-01&created_to=2026-11-07',
  )
  await found(/invoice/i)
  const removable = (text: string) =>
    screen.getByRole('button', { name: messages.queue.removeFilter({ filter: text }) })
  await user.click(removable('Created 1 Nov 2026 to 7 Nov 2026'))
  await user.click(removable('Suggested by keywords'))
  await user.click(removable('Suggested priority changed'))
  expect(address()).toBe('/?outcome=changed')
  await user.click(removable('Suggestion changed'))
  expect(address()).toBe('/')
})

test('search terms are highlighted in title and text', async () => {
  mockResponse('get', TICKETS, page([invoice]))
  renderApp('/?search=STATEMENT+charged')
  await found(/invoice/i)
  const marks = [...document.querySelectorAll('.row mark')].map((it) => it.textContent)
  expect(marks).toEqual(['charged', 'statement'])
  // Marks must not change the link's accessible name.
  expect(screen.getByRole('link', { name: 'Invoice charged twice' })).toBeVisible()
})

test('a match beyond the excerpt is announced', async () => {
  const cut: TicketRow = { ...invoice, description_cut: true }
  mockResponse('get', TICKETS, page([cut]))
  renderApp('/?search=zebra')
  await found(/invoice/i)
  expect(screen.getByText(messages.queue.matchBelow)).toBeVisible()
})

test('an incomplete search is announced, and continues on request', async () => {
  const limited: TicketPage = { ...page([], 'back'), search_limited: true }
  server.use(
    http.get(TICKETS, ({ request }) =>
      HttpResponse.json(request.url.includes('cursor') ? page([invoice]) : limited),
    ),
  )
  const { user } = renderApp('/?search=in')
  expect(await screen.findByText(messages.queue.limited)).toBeVisible()
  expect(screen.queryByText(messages.queue.noMatchTitle)).toBeNull()
  await user.click(screen.getByRole('button', { name: messages.queue.continueSearch }))
  await found(/invoice/i)
  expect(screen.queryByText(messages.queue.limited)).toBeNull()
})

test('a search that cannot continue does not offer to', async () => {
  mockResponse('get', TICKETS, { ...page([invoice]), search_limited: true })
  renderApp('/?search=in')
  expect(await screen.findByText(messages.queue.limitedEnd)).toBeVisible()
  expect(screen.queryByRole('button', { name: messages.queue.continueSearch })).toBeNull()
})

test('the export has the present filters, and tells the number of tickets', async () => {
  mockResponse('get', TICKETS, page([invoice]))
  renderApp('/?status=open&search=in&sort=oldest')
  await found(/invoice/i)
  const csv = screen.getByRole('link', { name: messages.queue.export.csv })
  expect(csv).toHaveAttribute('href', '/api/tickets/export/?status=open&search=in&sort=oldest')
  const excel = screen.getByRole('link', { name: messages.queue.export.xlsx })
  expect(excel).toHaveAttribute(
    'href',
    '/api/tickets/export/?status=open&search=in&sort=oldest&format=xlsx',
  )
  for (const [link, format] of [
    [csv, messages.queue.exportFormats.csv],
    [excel, messages.queue.exportFormats.xlsx],
  ] as const) {
    expect(link).toHaveAttribute('download')
    expect(link).toHaveAccessibleDescription(messages.queue.exportFound({ format }))
  }
})

test('1 to 4 set the status of the focused row, and Undo restores it', async () => {
  mockResponse('get', TICKETS, page([invoice, printer]))
  const sent = recordRequests<{ status: string }>('patch', TICKET, ({ status }) =>
    HttpResponse.json({ ...printer, status, version: 2 }),
  )
  const { user } = renderApp('/')
  await found(/printer/i)
  await user.keyboard('jj3')
  expect(await screen.findByRole('button', { name: messages.queue.undo })).toBeVisible()
  await user.click(screen.getByRole('button', { name: messages.queue.undo }))
  await waitFor(() => expect(sent).toEqual([{ status: 'resolved' }, { status: 'open' }]))
})

test('in an open ticket the shortcuts apply to it, once, and skip its present status', async () => {
  mockResponse('get', TICKETS, page([invoice, printer]))
  mockResponse('get', TICKET, ticketDetail(printer))
  const sent = recordRequests('patch', TICKET, () =>
    HttpResponse.json(ticketDetail({ ...printer, status: 'closed', version: 2 })),
  )
  const { user } = renderApp('/')
  await user.click(await found(/printer/i))
  await screen.findByRole('heading', { level: 1, name: /printer/i })
  await user.keyboard('1')
  await user.keyboard('4')
  await screen.findByRole('button', { name: messages.queue.undo })
  expect(sent).toEqual([{ status: 'closed' }])
})

test('the shortcuts are off with the switch, and while typing', async () => {
  mockResponse('get', TICKETS, page([invoice]))
  const sent = recordRequests('patch', TICKET, () => HttpResponse.json(invoice))
  const { user } = renderApp('/')
  const link = await found(/invoice/i)
  await user.type(screen.getByRole('searchbox'), '3')
  setShortcutsOn(false)
  link.focus()
  await user.keyboard('3')
  setShortcutsOn(true)
  expect(sent).toEqual([])
})

test('a refused change is rolled back, even when a page arrives meanwhile', async () => {
  const refusal = deferred<Response>()
  const next = deferred<Response>()
  server.use(
    http.get(TICKETS, ({ request }) =>
      request.url.includes('cursor') ? next.promise : HttpResponse.json(page([invoice], 'next')),
    ),
  )
  recordRequests('patch', TICKET, () => refusal.promise)
  const { user } = renderApp('/')
  const status = await screen.findByRole('combobox', { name: /status of invoice/i })
  await user.selectOptions(status, 'closed')
  await user.click(chip(messages.queue.loadMore))
  refusal.resolve(HttpResponse.json(failure('server_error'), { status: 500 }))
  await screen.findByText(/Status was not changed/)
  next.resolve(HttpResponse.json(page([printer])))
  await user.click(await screen.findByRole('button', { name: messages.queue.loadMore }))
  await found(/printer/i)
  expect(status).toHaveValue('open')
})
