import { screen, waitFor, within } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { messages } from '@/i18n/messages'
import { failure, page, stats, ticket, ticketDetail } from '@/testing/examples'
import { deferred, renderApp } from '@/testing/render-app'
import { mockResponse, recordRequests, STATS, server, TICKET, TICKETS } from '@/testing/server'

const invoice = ticket({ id: 7, title: 'Invoice charged twice' })
const printer = ticket({ id: 6, title: 'Printer prints blanks', category: 'technical' })
const row = async (name: RegExp) => {
  const item = (await screen.findByRole('link', { name })).closest<HTMLElement>('.row')
  if (!item) throw new Error('The link is in no row.')
  return within(item)
}

/** Answers the list, and records the query of each request. */
function listAnswers(reply: (params: URLSearchParams) => Response): string[] {
  const asked: string[] = []
  server.use(
    http.get(TICKETS, ({ request }) => {
      const { search, searchParams } = new URL(request.url)
      asked.push(search)
      return reply(searchParams)
    }),
  )
  return asked
}

test('a row shows title, text, labels and a real link to the ticket', async () => {
  mockResponse('get', TICKETS, page([invoice, printer]))
  renderApp('/')
  const first = await row(/invoice/i)
  expect(first.getByRole('link')).toHaveAttribute('href', '/tickets/7')
  expect(first.getByText(/same amount appears/)).toBeVisible()
  expect(first.getByText('Billing')).toBeVisible()
  expect(first.getByText('Medium')).toBeVisible()
  expect(first.getByRole('combobox', { name: /status of invoice/i })).toHaveValue('open')
  expect(first.getByText((_, it) => it?.tagName === 'TIME')).toHaveAttribute('title')
})

test('filters and search come from the URL and go to the server', async () => {
  const asked = listAnswers(() => HttpResponse.json(page([invoice])))
  renderApp('/?status=open&status=closed&category=billing&search=twice')
  await row(/invoice/i)
  expect(asked).toEqual(['?category=billing&status=open&status=closed&search=twice&text=excerpt'])
  expect(screen.getByRole('button', { name: 'Open' })).toHaveAttribute('aria-pressed', 'true')
  expect(screen.getByRole('button', { name: 'Resolved' })).toHaveAttribute('aria-pressed', 'false')
  expect(screen.getByRole('searchbox')).toHaveValue('twice')
})

test('a chip changes the URL, and clearing empties it', async () => {
  listAnswers((params) => HttpResponse.json(page(params.has('status') ? [invoice] : [printer])))
  const { user, address } = renderApp('/')
  await row(/printer/i)
  await user.click(screen.getByRole('button', { name: 'Open' }))
  await row(/invoice/i)
  expect(address()).toBe('/?status=open')
  await user.click(screen.getByRole('button', { name: messages.queue.clear }))
  await row(/printer/i)
  expect(address()).toBe('/')
})

test('the search is stored in the URL, debounced', async () => {
  const asked = listAnswers(() => HttpResponse.json(page([invoice])))
  const { user, address } = renderApp('/?status=open')
  await row(/invoice/i)
  await user.type(screen.getByRole('searchbox'), 'twice paid ')
  await waitFor(() => expect(address()).toBe('/?status=open&search=twice+paid'))
  await waitFor(() => expect(asked.at(-1)).toBe('?status=open&search=twice%20paid&text=excerpt'))
})

test('a replaced search is aborted, and its late response changes nothing', async () => {
  const late = deferred<Response>()
  let first: AbortSignal | undefined
  server.use(
    http.get(TICKETS, ({ request }) => {
      const search = new URL(request.url).searchParams.get('search')
      if (search !== 'invoice') return HttpResponse.json(page([printer]))
      first = request.signal
      return late.promise
    }),
  )
  const { user } = renderApp('/')
  await row(/printer/i)
  await user.type(screen.getByRole('searchbox'), 'invoice')
  await waitFor(() => expect(first).toBeDefined())
  await user.clear(screen.getByRole('searchbox'))
  await user.type(screen.getByRole('searchbox'), 'printer')
  await waitFor(() => expect(first?.aborted).toBe(true))
  late.resolve(HttpResponse.json(page([invoice])))
  await waitFor(() =>
    expect(screen.getByRole('list', { name: messages.queue.list })).toHaveAttribute(
      'aria-busy',
      'false',
    ),
  )
  expect(screen.queryByRole('link', { name: /invoice/i })).toBeNull()
  await row(/printer/i)
})

test('a refused search shows why at its field', async () => {
  const refused = { search: ['Words for nobody.'], codes: { search: ['too_many_words'] } }
  mockResponse('get', TICKETS, refused, 400)
  renderApp('/?search=a+b+c+d+e+f+g+h+i+j+k')
  expect(await screen.findByText('At most 10 words; these are 11.')).toBeVisible()
  expect(screen.getByRole('searchbox')).toBeInvalid()
})

test('an empty queue invites the first ticket', async () => {
  mockResponse('get', TICKETS, page([]))
  renderApp('/')
  expect(await screen.findByRole('heading', { name: messages.queue.noneTitle })).toBeVisible()
})

test('no match has its own empty state, which clears the filters', async () => {
  listAnswers((params) => HttpResponse.json(page(params.has('search') ? [] : [invoice])))
  const { user } = renderApp('/?search=zebra')
  await screen.findByRole('heading', { name: messages.queue.noMatchTitle })
  const [, inPlace] = screen.getAllByRole('button', { name: messages.queue.clear })
  await user.click(inPlace as HTMLElement)
  await row(/invoice/i)
})

test('a failed queue shows an error and can be retried', async () => {
  let broken = true
  listAnswers(() =>
    broken
      ? HttpResponse.json(failure('server_error'), { status: 500 })
      : HttpResponse.json(page([invoice])),
  )
  const { user } = renderApp('/')
  await screen.findByRole('heading', { name: messages.queue.failedTitle })
  expect(screen.getByText(messages.errors.server)).toBeVisible()
  broken = false
  await user.click(screen.getByRole('button', { name: messages.app.tryAgain }))
  await row(/invoice/i)
})

test('the next page is requested by its cursor; a failure keeps the first page', async () => {
  let broken = true
  const asked = listAnswers((params) => {
    if (!params.has('cursor')) return HttpResponse.json(page([invoice], 'abc='))
    return broken
      ? HttpResponse.json(failure('server_error'), { status: 500 })
      : HttpResponse.json(page([printer]))
  })
  const { user } = renderApp('/?status=open')
  await row(/invoice/i)
  const counted = screen.getByText('First 1 ticket')
  expect(counted).toHaveAttribute('role', 'status')
  await user.click(screen.getByRole('button', { name: messages.queue.loadMore }))
  expect(await screen.findByText(new RegExp(messages.queue.moreFailed))).toBeVisible()
  await row(/invoice/i)
  broken = false
  await user.click(screen.getByRole('button', { name: messages.app.tryAgain }))
  await row(/printer/i)
  expect(asked.at(-1)).toBe('?status=open&text=excerpt&cursor=abc%3D')
  expect(counted).toHaveTextContent('2 tickets')
  expect(screen.getByText(messages.queue.end)).toBeVisible()
})

test('a status changes optimistically, and Undo restores it', async () => {
  mockResponse('get', TICKETS, page([invoice]))
  const sent = recordRequests<{ status: string }>('patch', TICKET, ({ status }, request) => {
    expect(request.headers.get('If-Match')).toBe(status === 'open' ? '"2"' : null)
    return HttpResponse.json({ ...invoice, status, version: 2 })
  })
  const { user } = renderApp('/')
  const status = (await row(/invoice/i)).getByRole('combobox')
  await user.selectOptions(status, 'resolved')
  expect(status).toHaveValue('resolved')
  await user.click(await screen.findByRole('button', { name: messages.queue.undo }))
  await waitFor(() => expect(sent).toEqual([{ status: 'resolved' }, { status: 'open' }]))
  expect(status).toHaveValue('open')
})

test('a refused change is rolled back, with a toast', async () => {
  mockResponse('get', TICKETS, page([invoice]))
  const refusal = deferred<Response>()
  recordRequests('patch', TICKET, () => refusal.promise)
  const { user } = renderApp('/')
  const status = (await row(/invoice/i)).getByRole('combobox')
  await user.selectOptions(status, 'closed')
  expect(status).toHaveValue('closed')
  refusal.resolve(HttpResponse.json(failure('server_error'), { status: 500 }))
  expect(await screen.findByText(/Status was not changed/)).toBeVisible()
  expect(status).toHaveValue('open')
})

test('a ticket that no longer matches stays until the filters change', async () => {
  mockResponse('get', TICKETS, page([invoice]))
  recordRequests('patch', TICKET, () =>
    HttpResponse.json({ ...invoice, status: 'closed', version: 2 }),
  )
  const { user } = renderApp('/?status=open')
  await user.selectOptions((await row(/invoice/i)).getByRole('combobox'), 'closed')
  expect(await screen.findByText(messages.queue.noLongerMatches)).toBeVisible()
})

test('a change of status invalidates the dashboard', async () => {
  mockResponse('get', TICKETS, page([invoice]))
  let open = 5
  server.use(http.get(STATS, () => HttpResponse.json(stats({ open_tickets: open }))))
  recordRequests('patch', TICKET, () => {
    open = 4
    return HttpResponse.json({ ...invoice, status: 'closed', version: 2 })
  })
  const { user } = renderApp('/dashboard')
  expect(await screen.findByText('5', { selector: 'dd' })).toBeVisible()
  await user.click(screen.getByRole('link', { name: 'Queue' }))
  await user.selectOptions((await row(/invoice/i)).getByRole('combobox'), 'closed')
  await screen.findByRole('button', { name: messages.queue.undo })
  await user.click(screen.getByRole('link', { name: 'Dashboard' }))
  expect(await screen.findByText('4', { selector: 'dd' })).toBeVisible()
})

test('j and k move through the rows, Enter opens, Escape returns to the row', async () => {
  mockResponse('get', TICKETS, page([invoice, printer]))
  mockResponse('get', TICKET, ticketDetail(printer))
  const { user, address } = renderApp('/?category=technical')
  await row(/invoice/i)
  await user.keyboard('jj')
  expect(screen.getByRole('link', { name: /printer/i })).toHaveFocus()
  await user.keyboard('k')
  expect(screen.getByRole('link', { name: /invoice/i })).toHaveFocus()
  await user.keyboard('j{Enter}')
  await waitFor(() => expect(address()).toBe('/tickets/6?category=technical'))
  expect(await screen.findByRole('region', { name: 'Ticket #6' })).toHaveFocus()
  await user.keyboard('{Escape}')
  await waitFor(() => expect(address()).toBe('/?category=technical'))
  await waitFor(() => expect(screen.getByRole('link', { name: /printer/i })).toHaveFocus())
})
