import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import type { UserEvent } from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { beforeEach, expect, test, vi } from 'vitest'
import { messages } from '@/i18n/messages'
import { failure, page, ticket, ticketDetail } from '@/testing/examples'
import { renderApp } from '@/testing/render-app'
import { mockResponse, recordRequests, server, TICKET, TICKETS } from '@/testing/server'

const invoice = ticket({ id: 7, title: 'Invoice charged twice' })
const printer = ticket({ id: 6, title: 'Printer prints blanks', category: 'technical' })
const BULK = '*/api/tickets/bulk/'

const field = () => screen.getByRole('combobox', { name: messages.commands.field })
const list = () => within(screen.getByRole('listbox', { name: messages.commands.list }))
const options = () =>
  list()
    .getAllByRole('option')
    .map((it) => it.textContent)
const chosen = () => list().getByRole('option', { selected: true })

beforeEach(() => {
  server.use(
    http.get(TICKETS, ({ request }) => {
      const text = new URL(request.url).searchParams.get('search')
      const all = [invoice, printer]
      return HttpResponse.json(page(text ? all.filter((it) => it.title.includes(text)) : all))
    }),
  )
})

async function open(user: UserEvent) {
  await user.keyboard('{Control>}k{/Control}')
  await screen.findByRole('dialog', { name: messages.commands.title })
}

test('Ctrl+K opens it even from a field, and its button closes it', async () => {
  const { user } = renderApp('/')
  await user.click(await screen.findByRole('searchbox'))
  await open(user)
  await user.click(screen.getByRole('button', { name: messages.app.close }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  await user.click(screen.getByRole('button', { name: messages.commands.open }))
  expect(await screen.findByRole('dialog', { name: messages.commands.title })).toBeVisible()
})

test('typing filters the list, the best match first, and Enter runs it', async () => {
  const { user, address } = renderApp('/dashboard')
  await open(user)
  await user.type(field(), 'new')
  expect(chosen()).toHaveTextContent('New ticket')
  await user.clear(field())
  await user.type(field(), 'crit')
  expect(chosen()).toHaveTextContent('Critical')
  await user.clear(field())
  await user.type(field(), 'status clo')
  expect(chosen()).toHaveTextContent('Status: Closed')
  await user.keyboard('{Enter}')
  await waitFor(() => expect(address()).toBe('/?status=closed'))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
})

test('arrows move through the list and wrap around, and the field has the active descendant', async () => {
  const { user } = renderApp('/')
  await open(user)
  const all = options()
  expect(chosen()).toHaveTextContent(all[0] ?? '')
  await user.type(field(), '{ArrowDown}')
  expect(chosen()).toHaveTextContent(all[1] ?? '')
  expect(field()).toHaveAttribute('aria-activedescendant', chosen().id)
  await user.type(field(), '{ArrowUp}{ArrowUp}')
  expect(chosen()).toHaveTextContent(all.at(-1) ?? '')
  expect(field()).toHaveFocus()
})

test('an active filter is marked, and is removed', async () => {
  const { user, address } = renderApp('/?status=open&sort=oldest')
  await open(user)
  await user.type(field(), 'status open')
  expect(chosen()).toHaveTextContent(`Status: Open${messages.commands.on}`)
  await user.keyboard('{Enter}')
  await waitFor(() => expect(address()).toBe('/?sort=oldest'))
})

test('typing finds tickets, and opens them', async () => {
  const { user, address } = renderApp('/?status=open')
  mockResponse('get', TICKET, ticketDetail(printer))
  await open(user)
  await user.type(field(), 'Printer')
  await user.click(await screen.findByRole('option', { name: '#6 Printer prints blanks' }))
  await waitFor(() => expect(address()).toBe('/tickets/6?status=open'))
})

test('Enter never opens a ticket that was found for an earlier text', async () => {
  const { user, address } = renderApp('/')
  await open(user)
  await user.type(field(), 'Printer')
  await screen.findByRole('option', { name: '#6 Printer prints blanks' })
  await user.clear(field())
  await user.paste('zzqqxxyy')
  await user.keyboard('{Enter}')
  await waitFor(() => expect(address()).toBe('/?search=zzqqxxyy'))
})

test.each(['\u200b', '\u2060', '\u200b\u200d\u2060'])(
  '%j finds nothing, and the list is not expanded',
  async (typed) => {
    const { user } = renderApp('/')
    await open(user)
    expect(field()).toHaveAttribute('aria-expanded', 'true')
    await user.click(field())
    await user.paste(typed)
    expect(list().queryAllByRole('option')).toEqual([])
    expect(field()).toHaveAttribute('aria-expanded', 'false')
  },
)

test('what the arrows have chosen stays chosen when tickets are found', async () => {
  const { user, address } = renderApp('/')
  await open(user)
  await user.type(field(), 'Printer')
  await user.keyboard('{ArrowUp}')
  expect(chosen()).toHaveTextContent('Search the queue')
  await screen.findByRole('option', { name: '#6 Printer prints blanks' })
  expect(chosen()).toHaveTextContent('Search the queue')
  await user.keyboard('{Enter}')
  await waitFor(() => expect(address()).toBe('/?search=Printer'))
})

test('the Enter that ends a composition runs nothing, in Safari too', async () => {
  const { user, address } = renderApp('/')
  await open(user)
  await user.type(field(), 'dash')
  fireEvent.keyDown(field(), { key: 'Enter', isComposing: true })
  fireEvent.keyDown(field(), { key: 'Enter', keyCode: 229 })
  expect(screen.getByRole('dialog')).toBeVisible()
  expect(address()).toBe('/')
})

test('a number opens its ticket, and text searches the queue', async () => {
  const { user, address } = renderApp('/')
  mockResponse('get', TICKET, ticketDetail(invoice))
  await open(user)
  await user.type(field(), '#7')
  expect(chosen()).toHaveTextContent('Open ticket #7')
  await user.keyboard('{Enter}')
  await waitFor(() => expect(address()).toBe('/tickets/7'))
  await open(user)
  await user.type(field(), 'blanks')
  await user.click(screen.getByRole('option', { name: 'Search the queue for “blanks”' }))
  await waitFor(() => expect(address()).toBe('/?search=blanks'))
})

test('a failed search is announced, and the commands stay', async () => {
  const { user } = renderApp('/')
  await screen.findByRole('link', { name: /invoice/i })
  mockResponse('get', TICKETS, failure('server_error'), 500)
  await open(user)
  await user.type(field(), 'dash')
  expect(await screen.findByText(new RegExp(messages.commands.searchFailed))).toBeVisible()
  expect(chosen()).toHaveTextContent('Dashboard')
})

test('a search that the server refuses shows why', async () => {
  const { user } = renderApp('/')
  await screen.findByRole('link', { name: /invoice/i })
  const refused = { search: ['Words for nobody.'], codes: { search: ['too_many_words'] } }
  mockResponse('get', TICKETS, refused, 400)
  await open(user)
  await user.type(field(), 'a b c d e f g h i j k')
  expect(await screen.findByText(/At most 10 words; these are 11\./)).toBeVisible()
})

test('it sets the status of the open ticket, and undoes the last change', async () => {
  mockResponse('get', TICKET, ticketDetail(printer))
  const sent = recordRequests<{ changes: { version: number; status: string }[] }>(
    'post',
    BULK,
    ({ changes }) =>
      HttpResponse.json({
        results: changes.map((it) => ({
          id: 6,
          outcome: 'changed',
          ticket: { ...printer, status: it.status, version: it.version + 1 },
        })),
      }),
  )
  const { user } = renderApp('/tickets/6')
  await screen.findByRole('heading', { level: 1, name: /printer/i })
  await open(user)
  const group = screen.getByRole('group', { name: messages.commands.groups.ticket({ id: 6 }) })
  await user.click(within(group).getByRole('option', { name: 'Status: set to Resolved' }))
  expect(await screen.findByText('1 ticket set to Resolved')).toBeVisible()
  await open(user)
  await user.type(field(), 'undo')
  expect(chosen()).toHaveTextContent('Undo: 1 ticket set to Resolved')
  await user.keyboard('{Enter}')
  expect(await screen.findByText('1 ticket restored')).toBeVisible()
  expect(sent.flatMap((it) => it.changes)).toMatchObject([
    { status: 'resolved', version: 1 },
    { status: 'open', version: 2 },
  ])
})

test('it sets the priority of the selection', async () => {
  const sent = recordRequests('post', BULK, () => HttpResponse.json({ results: [] }))
  const { user } = renderApp('/')
  await screen.findByRole('link', { name: /invoice/i })
  await user.keyboard('jxjx')
  await open(user)
  await user.type(field(), 'priority set crit{Enter}')
  await waitFor(() =>
    expect(sent).toEqual([
      {
        changes: [
          { id: 7, version: 1, priority: 'critical' },
          { id: 6, version: 1, priority: 'critical' },
        ],
      },
    ]),
  )
})

test('where the browser does not allow copying, the link is shown selected', async () => {
  mockResponse('get', TICKET, ticketDetail(printer))
  const { user } = renderApp('/tickets/6')
  await screen.findByRole('heading', { level: 1, name: /printer/i })
  vi.spyOn(navigator, 'clipboard', 'get').mockReturnValue(undefined as unknown as Clipboard)
  await open(user)
  await user.type(field(), 'copy{Enter}')
  const address = await screen.findByLabelText<HTMLInputElement>(messages.ticket.copyByHand)
  expect(address).toHaveValue(`${window.location.origin}/tickets/6`)
  expect(address).toHaveAttribute('autofocus')
  await user.click(screen.getByRole('button', { name: messages.app.close }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
})

test('it sets colour scheme and language', async () => {
  const { user } = renderApp('/')
  await open(user)
  await user.type(field(), 'dark{Enter}')
  await waitFor(() => expect(document.documentElement.dataset.theme).toBe('dark'))
  await open(user)
  await user.type(field(), 'deutsch{Enter}')
  expect(await screen.findByRole('button', { name: 'Befehle und Suche' })).toBeVisible()
})

test('the dialog behind ? lists every shortcut, and its switch turns single-key ones off', async () => {
  const { user } = renderApp('/')
  await screen.findByRole('link', { name: /invoice/i })
  await user.keyboard('?')
  const sheet = await screen.findByRole('dialog', { name: messages.commands.keysTitle })
  const keys = [...sheet.querySelectorAll('kbd')].map((it) => it.textContent)
  for (const key of ['j', 'k', 'Enter', 'Esc', 'c', '/', '?', '1', '4', 'x', 'a', 'Ctrl K']) {
    expect(keys).toContain(key)
  }
  await user.click(within(sheet).getByRole('checkbox'))
  await user.click(within(sheet).getByRole('button', { name: messages.app.close }))
  await user.keyboard('jx?')
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(screen.queryByRole('group', { name: messages.bulk.toolbar })).toBeNull()
  // Keys with Ctrl are no single keys.
  await open(user)
})
