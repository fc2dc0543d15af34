import { screen, waitFor, within } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import type { NewTicket, Suggestion } from '@/api/types'
import { messages } from '@/i18n/messages'
import { failure, page, suggestion, ticket } from '@/testing/examples'
import { deferred, renderApp } from '@/testing/render-app'
import { CLASSIFY, mockResponse, recordRequests, server, TICKETS } from '@/testing/server'

const TEXT = 'The same amount appears twice on my statement'
const created = ticket({ id: 31, title: 'Charged twice', priority: 'high' })
const accepted = () => HttpResponse.json(created, { status: 201 })
const suggests = (changes: Partial<Suggestion> = {}) =>
  recordRequests('post', CLASSIFY, () => HttpResponse.json(suggestion(changes)))

/** Opens the form and types a ticket; leaving the description requests a suggestion at once. */
async function write(title = 'Charged twice', description = TEXT) {
  const app = renderApp('/new')
  if (title) await app.user.type(screen.getByLabelText('Title'), title)
  await app.user.type(screen.getByLabelText('Description'), description)
  await app.user.tab()
  const submit = () => app.user.click(screen.getByRole('button', { name: messages.submit.send }))
  return { ...app, submit }
}

const category = () => screen.getByLabelText('Category')
const priority = () => screen.getByLabelText('Priority')

test('a suggestion prefills untouched fields, shows its source, and its token is sent', async () => {
  suggests()
  const sent = recordRequests<NewTicket>('post', TICKETS, accepted)
  const { submit } = await write()
  await waitFor(() => expect(category()).toHaveValue('billing'))
  expect(priority()).toHaveValue('high')
  expect(screen.getAllByText(messages.triage.byModel)).toHaveLength(2)
  expect(screen.getByText('Suggested: Billing, priority High.')).toBeInTheDocument()
  await submit()
  await screen.findByRole('heading', { name: messages.submit.createdTitle({ id: 31 }) })
  expect(sent).toEqual([
    {
      title: 'Charged twice',
      description: TEXT,
      category: 'billing',
      priority: 'high',
      suggestion: 'signed-token',
    },
  ])
})

test('keywords show the words that decided', async () => {
  suggests({
    source: 'keywords',
    model: null,
    reasons: ['refund', 'invoice'],
    confidence: { category: 0.8, priority: 0.6 },
  })
  await write()
  expect(await screen.findByText('Suggested by keywords: refund, invoice · 80% sure')).toBeVisible()
})

test('a choice is never overwritten; the suggestion is shown beside it', async () => {
  const reply = deferred<Suggestion>()
  recordRequests('post', CLASSIFY, async () => HttpResponse.json(await reply.promise))
  const { user } = await write()
  await user.selectOptions(priority(), 'low')
  reply.resolve(suggestion())
  await waitFor(() => expect(category()).toHaveValue('billing'))
  expect(priority()).toHaveValue('low')
  await user.click(screen.getByRole('button', { name: 'Use suggestion: High' }))
  expect(priority()).toHaveValue('high')
})

test('an unsure suggestion is shown, not prefilled', async () => {
  suggests({
    source: 'keywords',
    suggested_category: 'general',
    confidence: { category: 0.2, priority: 0.9 },
  })
  const sent = recordRequests<NewTicket>('post', TICKETS, accepted)
  const { submit } = await write()
  expect(await screen.findByText(messages.triage.unsure({ value: 'General' }))).toBeVisible()
  expect(category()).toHaveValue('')
  expect(priority()).toHaveValue('high')
  await submit()
  await screen.findByRole('heading', { name: messages.submit.createdTitle({ id: 31 }) })
  expect(sent[0]).toMatchObject({ priority: 'high', suggestion: 'signed-token' })
  expect(sent[0]).not.toHaveProperty('category')
})

test('submitting does not wait for a pending suggestion', async () => {
  recordRequests('post', CLASSIFY, () => new Promise<Response>(() => {}))
  const sent = recordRequests<NewTicket>('post', TICKETS, accepted)
  const { submit } = await write()
  expect(await screen.findByText(messages.triage.asking)).toBeVisible()
  await submit()
  await screen.findByRole('heading', { name: messages.submit.createdTitle({ id: 31 }) })
  expect(sent).toEqual([{ title: 'Charged twice', description: TEXT }])
})

test('submitting works after a failed suggestion', async () => {
  mockResponse('post', CLASSIFY, failure('server_error'), 500)
  const sent = recordRequests<NewTicket>('post', TICKETS, accepted)
  const { user, submit } = await write()
  expect(await screen.findByRole('button', { name: messages.triage.retry })).toBeVisible()
  const asked = suggests()
  await user.click(screen.getByRole('button', { name: messages.triage.retry }))
  await waitFor(() => expect(asked).toHaveLength(1))
  await submit()
  await screen.findByRole('heading', { name: messages.submit.createdTitle({ id: 31 }) })
  expect(sent).toHaveLength(1)
})

test('refused fields show why, and get the focus', async () => {
  suggests()
  mockResponse(
    'post',
    TICKETS,
    {
      requester: ['Too odd.'],
      title: ['Too plain.'],
      codes: { requester: ['odd'], title: ['plain'] },
    },
    400,
  )
  const { submit } = await write()
  await submit()
  const summary = within(await screen.findByRole('alert'))
  expect(summary.getAllByRole('link').map((it) => it.textContent)).toEqual([
    'Too plain.',
    'Too odd.',
  ])
  const title = screen.getByLabelText('Title')
  expect(title).toBeInvalid()
  expect(title).toHaveAccessibleDescription(expect.stringContaining('Too plain.'))
  expect(title).toHaveFocus()
  expect(title).toHaveValue('Charged twice')
})

test('an error of an unknown field is shown too', async () => {
  suggests()
  mockResponse('post', TICKETS, { weather: ['Too wet.'], codes: { weather: ['wet'] } }, 400)
  const { submit } = await write()
  await submit()
  expect(await screen.findByText('Too wet.')).toBeVisible()
})

test('a server error keeps the text, and can be retried', async () => {
  suggests()
  mockResponse('post', TICKETS, failure('server_error'), 500)
  const { submit } = await write()
  await submit()
  const alert = await screen.findByRole('alert')
  expect(alert).toHaveFocus()
  expect(alert).toHaveTextContent(messages.submit.textKept)
  expect(screen.getByLabelText('Description')).toHaveValue(TEXT)
  recordRequests('post', TICKETS, accepted)
  await submit()
  await screen.findByRole('heading', { name: messages.submit.createdTitle({ id: 31 }) })
})

test('without a response it tells that the ticket may have been created', async () => {
  suggests()
  mockResponse('post', TICKETS, {}, 504)
  const { submit } = await write()
  await submit()
  expect(await screen.findByText(messages.submit.maybeCreated)).toBeVisible()
})

test('a double click submits once', async () => {
  suggests()
  const reply = deferred<Response>()
  const sent = recordRequests('post', TICKETS, () => reply.promise)
  const { user } = await write()
  await user.dblClick(screen.getByRole('button', { name: messages.submit.send }))
  await user.click(screen.getByRole('button', { name: messages.submit.sending }))
  reply.resolve(accepted())
  await screen.findByRole('heading', { name: messages.submit.createdTitle({ id: 31 }) })
  expect(sent).toHaveLength(1)
})

test('blank fields are shown before anything is sent', async () => {
  const { submit } = await write('', '\u3000 \u200b')
  await submit()
  expect(await screen.findByRole('alert')).toBeVisible()
  expect(screen.getByLabelText('Title')).toHaveAccessibleDescription(
    expect.stringContaining(messages.submit.required.title),
  )
  expect(screen.getByLabelText('Description')).toBeInvalid()
})

test('an error disappears when its field is changed', async () => {
  const { user, submit } = await write('', ' ')
  await submit()
  await screen.findByRole('alert')
  await user.type(screen.getByLabelText('Title'), 'x')
  expect(screen.getByLabelText('Title')).toBeValid()
  expect(screen.getByLabelText('Description')).toBeInvalid()
  await user.type(screen.getByLabelText('Description'), 'y')
  expect(screen.queryByRole('alert')).toBeNull()
})

test('an emoji counts once: two hundred fit into a title, one more does not', async () => {
  suggests()
  const sent = recordRequests<NewTicket>('post', TICKETS, accepted)
  const { user, submit } = await write('')
  await user.click(screen.getByLabelText('Title'))
  await user.paste('🙂'.repeat(201))
  expect(screen.getByText('201 of 200')).toBeVisible()
  await submit()
  expect(screen.getByLabelText('Title')).toBeInvalid()
  await user.clear(screen.getByLabelText('Title'))
  await user.paste('🙂'.repeat(200))
  expect(screen.getByText('200 of 200')).toBeVisible()
  await submit()
  await screen.findByRole('heading', { name: messages.submit.createdTitle({ id: 31 }) })
  expect(sent.map((it) => it.title)).toEqual(['🙂'.repeat(200)])
})

test('a created ticket is confirmed and on top of the queue, and its draft is cleared', async () => {
  suggests()
  mockResponse('get', TICKETS, page([ticket({ id: 30, title: 'Older' })]))
  const { user, address } = renderApp('/')
  await screen.findByRole('link', { name: 'Older' })
  await user.keyboard('c')
  await user.type(screen.getByLabelText('Title'), 'Charged twice')
  await user.type(screen.getByLabelText('Description'), TEXT)
  expect(sessionStorage.length).toBe(1)
  recordRequests('post', TICKETS, accepted)
  await user.click(screen.getByRole('button', { name: messages.submit.send }))
  const heading = await screen.findByRole('heading', {
    name: messages.submit.createdTitle({ id: 31 }),
  })
  expect(heading).toHaveFocus()
  expect(screen.getByRole('link', { name: messages.submit.open })).toHaveAttribute(
    'href',
    '/tickets/31',
  )
  expect(sessionStorage.length).toBe(0)
  const fresh = deferred<Response>()
  server.use(http.get(TICKETS, () => fresh.promise))
  await user.click(screen.getByRole('link', { name: messages.submit.toQueue }))
  expect(address()).toBe('/')
  const titles = () =>
    within(screen.getByRole('list', { name: messages.queue.list }))
      .getAllByRole('link')
      .map((it) => it.textContent)
  // Inserted at once, and still there after the refetch.
  expect(titles()).toEqual(['Charged twice', 'Older'])
  fresh.resolve(HttpResponse.json(page([ticket({ id: 32, title: 'Newer' }), created])))
  await waitFor(() => expect(titles()).toEqual(['Newer', 'Charged twice']))
})

test('after the confirmation the header’s button opens an empty form', async () => {
  suggests()
  recordRequests('post', TICKETS, accepted)
  const { user, submit } = await write()
  await submit()
  await screen.findByRole('heading', { name: messages.submit.createdTitle({ id: 31 }) })
  await user.click(screen.getByRole('link', { name: messages.app.newTicket }))
  expect(screen.getByLabelText('Title')).toHaveValue('')
  expect(screen.queryByText(messages.submit.restored)).toBeNull()
})

test('a draft survives a navigation and can be discarded', async () => {
  suggests()
  const { user } = await write()
  await user.selectOptions(priority(), 'critical')
  mockResponse('get', TICKETS, page([]))
  await user.click(screen.getByRole('link', { name: 'Queue' }))
  await screen.findByRole('heading', { name: messages.queue.noneTitle })
  const [inHeader] = screen.getAllByRole('link', { name: messages.app.newTicket })
  await user.click(inHeader as HTMLElement)
  expect(screen.getByLabelText('Description')).toHaveValue(TEXT)
  expect(priority()).toHaveValue('critical')
  await user.click(screen.getByRole('button', { name: messages.submit.discard }))
  expect(screen.getByLabelText('Description')).toHaveValue('')
  expect(sessionStorage.length).toBe(0)
})

test('closing the tab asks first when there is a draft', async () => {
  suggests()
  const leaving = () => {
    const event = new Event('beforeunload', { cancelable: true })
    window.dispatchEvent(event)
    return event.defaultPrevented
  }
  const { user } = renderApp('/new')
  expect(leaving()).toBe(false)
  await user.type(screen.getByLabelText('Title'), 'x')
  expect(leaving()).toBe(true)
  await user.clear(screen.getByLabelText('Title'))
  expect(leaving()).toBe(false)
})

test('damaged storage is ignored', async () => {
  sessionStorage.setItem('quietdesk.draft', '{"title": 7, "chosen": {"priority": "urgent"}}')
  renderApp('/new')
  expect(screen.getByLabelText('Title')).toHaveValue('')
  expect(priority()).toHaveValue('')
})
