import { screen, waitFor, within } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { beforeEach, expect, test, vi } from 'vitest'
import { messages } from '@/i18n/messages'
import { event, failure, page, suggested, ticketDetail } from '@/testing/examples'
import { deferred, renderApp } from '@/testing/render-app'
import { mockResponse, recordRequests, server, TICKET, TICKETS } from '@/testing/server'

const shown = ticketDetail({
  id: 12,
  description: 'First line\nsecond line <b>bold</b>',
  version: 3,
  suggested: suggested(),
  history: [
    event(1),
    event(2, { actor: 'admin:ines', field: 'status', old: 'in_progress', new: 'open' }),
    event(3, { actor: 'import', field: 'description', old: 'Only one line', new: 'First line' }),
    event(4, { field: 'title', old: 'Invoise', new: 'Invoice' }),
  ],
})

beforeEach(() => mockResponse('get', TICKETS, page([])))

const pane = () => within(screen.getByRole('region', { name: 'Ticket #12' }))

test('a ticket shows its text, its labels and the suggestion', async () => {
  mockResponse('get', TICKET, shown)
  renderApp('/tickets/12')
  await screen.findByRole('heading', { level: 1, name: shown.title })
  expect(pane().getByText(/second line <b>bold<\/b>/)).toHaveClass('ticket-text')
  expect(pane().getByLabelText('Category')).toHaveValue('billing')
  expect(pane().getByText('Suggested by the local model (granite4.1:3b)')).toBeVisible()
  expect(pane().getByText('Answered in 2.1 s')).toBeVisible()
  expect(pane().getByText(/confidence not measured/)).toBeVisible()
  expect(pane().getByText(/83% sure/)).toBeVisible()
  expect(pane().getByText('Prompt version 1')).toBeVisible()
  expect(pane().getByText('changed to Medium')).toBeVisible()
  expect(document.title).toBe(`#12 ${shown.title} · Quietdesk`)
})

test('the history is made of sentences', async () => {
  mockResponse('get', TICKET, shown)
  renderApp('/tickets/12')
  const lines = (await screen.findAllByRole('listitem')).map((it) => it.textContent)
  expect(lines).toContainEqual(expect.stringContaining('Ticket created'))
  expect(lines).toContainEqual(
    expect.stringMatching(/Status changed from In progress to Open.*ines, in the admin/),
  )
  expect(lines).toContainEqual(expect.stringContaining('Title changed from “Invoise” to “Invoice”'))
  expect(lines).toContainEqual(expect.stringContaining('Only one line'))
})

test('a change sends the version that was shown', async () => {
  let stored = shown
  server.use(http.get(TICKET, () => HttpResponse.json(stored)))
  const matches: (string | null)[] = []
  const go = deferred<void>()
  recordRequests('patch', TICKET, async (body, request) => {
    matches.push(request.headers.get('If-Match'))
    await go.promise
    stored = { ...stored, ...(body as object), version: stored.version + 1 }
    return HttpResponse.json(stored)
  })
  const { user } = renderApp('/tickets/12')
  await screen.findByRole('heading', { level: 1 })
  // Two changes in a row: the second needs the version of the first.
  await user.selectOptions(pane().getByLabelText('Status'), 'closed')
  await user.selectOptions(pane().getByLabelText('Priority'), 'low')
  expect(pane().getByLabelText('Priority')).toHaveValue('low')
  expect(matches).toEqual(['"3"'])
  go.resolve()
  await waitFor(() => expect(matches).toEqual(['"3"', '"4"']))
  expect(pane().getByLabelText('Status')).toHaveValue('closed')
})

const theirs = {
  ...shown,
  priority: 'critical' as const,
  status: 'in_progress' as const,
  version: 9,
}

/** Opens the ticket and changes its status, while someone else has changed it too. */
async function conflict() {
  mockResponse('get', TICKET, shown)
  const sent = recordRequests('patch', TICKET, (body, request) =>
    request.headers.get('If-Match') === '"9"'
      ? HttpResponse.json({ ...theirs, ...(body as object), version: 10 })
      : HttpResponse.json({ ...failure('stale'), ticket: theirs }, { status: 412 }),
  )
  const app = renderApp('/tickets/12')
  await screen.findByRole('heading', { level: 1 })
  await app.user.selectOptions(pane().getByLabelText('Status'), 'resolved')
  const panel = await screen.findByRole('alert', { name: messages.ticket.conflictTitle })
  mockResponse('get', TICKET, theirs)
  return { ...app, sent, panel: within(panel) }
}

test('a conflict shows both values', async () => {
  const { panel } = await conflict()
  const rows = panel.getAllByRole('row').map((it) => it.textContent)
  expect(rows).toEqual([
    'FieldCurrentYour change',
    'PriorityCritical—',
    'StatusIn progressResolved',
  ])
})

test('their change can be kept', async () => {
  const { user, panel, sent } = await conflict()
  await user.click(panel.getByRole('button', { name: messages.ticket.keepTheirs }))
  await waitFor(() => expect(pane().getByLabelText('Status')).toHaveValue('in_progress'))
  expect(pane().getByLabelText('Priority')).toHaveValue('critical')
  expect(screen.queryByRole('alert')).toBeNull()
  expect(sent).toHaveLength(1)
})

test('my change can be saved over it', async () => {
  const { user, panel, sent } = await conflict()
  mockResponse('get', TICKET, { ...theirs, status: 'resolved', version: 10 })
  await user.click(panel.getByRole('button', { name: messages.ticket.applyMine }))
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
  expect(sent).toEqual([{ status: 'resolved' }, { status: 'resolved' }])
  await waitFor(() => expect(pane().getByLabelText('Status')).toHaveValue('resolved'))
})

test('the same change by both is no conflict', async () => {
  mockResponse('get', TICKET, shown)
  recordRequests('patch', TICKET, () =>
    HttpResponse.json({ ...failure('stale'), ticket: theirs }, { status: 412 }),
  )
  const { user } = renderApp('/tickets/12')
  await screen.findByRole('heading', { level: 1 })
  mockResponse('get', TICKET, theirs)
  await user.selectOptions(pane().getByLabelText('Status'), 'in_progress')
  await waitFor(() => expect(pane().getByLabelText('Priority')).toHaveValue('critical'))
  expect(pane().getByLabelText('Status')).toHaveValue('in_progress')
  expect(screen.queryByRole('alert')).toBeNull()
})

test('a missing ticket is told apart from an error', async () => {
  mockResponse('get', TICKET, failure('not_found', 'No ticket.'), 404)
  renderApp('/tickets/99')
  expect(await screen.findByText(messages.ticket.missingText({ id: '99' }))).toBeVisible()
})

test.each(['abc', '0', '99999999999999999999'])(
  'the server is not asked for ticket %s',
  async (id) => {
    renderApp(`/tickets/${id}`)
    expect(await screen.findByText(messages.ticket.missingText({ id }))).toBeVisible()
  },
)

test('a ticket that failed to load can be retried', async () => {
  mockResponse('get', TICKET, failure('server_error'), 500)
  const { user } = renderApp('/tickets/12')
  await screen.findByRole('heading', { name: messages.ticket.failedTitle })
  mockResponse('get', TICKET, shown)
  await user.click(pane().getByRole('button', { name: messages.app.tryAgain }))
  expect(await screen.findByRole('heading', { level: 1, name: shown.title })).toBeVisible()
})

test('the copied link has no filters', async () => {
  mockResponse('get', TICKET, shown)
  const { user } = renderApp('/tickets/12?status=open')
  await screen.findByRole('heading', { level: 1 })
  const write = vi.spyOn(navigator.clipboard, 'writeText')
  await user.click(pane().getByRole('button', { name: messages.ticket.copyLink }))
  expect(write).toHaveBeenCalledWith(`${window.location.origin}/tickets/12`)
  expect(await screen.findByText(messages.ticket.copied)).toBeVisible()
})

test('without a clipboard, as over plain HTTP, the link is shown selected', async () => {
  mockResponse('get', TICKET, shown)
  const { user } = renderApp('/tickets/12?status=open')
  await screen.findByRole('heading', { level: 1 })
  vi.spyOn(navigator, 'clipboard', 'get').mockReturnValue(undefined as unknown as Clipboard)
  await user.click(pane().getByRole('button', { name: messages.ticket.copyLink }))
  const field = await screen.findByLabelText<HTMLInputElement>(messages.ticket.copyByHand)
  field.focus()
  expect(field).toHaveValue(`${window.location.origin}/tickets/12`)
  expect([field.selectionStart, field.selectionEnd]).toEqual([0, field.value.length])
})

test('keywords show no duration, and a ticket without a suggestion tells so', async () => {
  mockResponse('get', TICKET, {
    ...shown,
    suggested: suggested({ source: 'keywords', model: null, elapsed_ms: 3, text_changed: true }),
  })
  const { unmount } = renderApp('/tickets/12')
  expect(await screen.findByText('Suggested by keywords')).toBeVisible()
  expect(pane().getByText(messages.ticket.atOnce)).toBeVisible()
  expect(pane().getByText(messages.ticket.textChanged)).toBeVisible()
  unmount()
  mockResponse('get', TICKET, { ...shown, suggested: null })
  renderApp('/tickets/12')
  expect(await screen.findByText(messages.ticket.nothingSuggested)).toBeVisible()
})

test('addresses in the text are links, and nothing else is interpreted', async () => {
  mockResponse('get', TICKET, {
    ...shown,
    description: 'See https://a.example/b. <a href="javascript:x">no</a> or ask ines@desk.example',
  })
  renderApp('/tickets/12')
  const link = await screen.findByRole('link', { name: 'https://a.example/b' })
  expect(link).toHaveAttribute('rel', 'noopener noreferrer nofollow')
  expect(link).toHaveAttribute('target', '_blank')
  expect(screen.getByRole('link', { name: 'ines@desk.example' })).toHaveAttribute(
    'href',
    'mailto:ines@desk.example',
  )
  expect(screen.queryByRole('link', { name: 'no' })).toBeNull()
})

test('the classifier is named with its model, and its time where it took some', async () => {
  mockResponse('get', TICKET, {
    ...shown,
    suggested: suggested({
      source: 'classifier',
      model: 'multilingual-e5-small',
      confidence: { category: 0.91, priority: 0.72 },
      prompt: null,
      elapsed_ms: 140,
    }),
  })
  renderApp('/tickets/12')
  expect(await screen.findByText('Suggested by meaning (multilingual-e5-small)')).toBeVisible()
  expect(pane().getByText(/91% sure/)).toBeVisible()
  expect(pane().getByText(messages.ticket.took({ seconds: 0.14 }))).toBeVisible()
  expect(pane().queryByText(/Prompt version/)).toBeNull()
})
