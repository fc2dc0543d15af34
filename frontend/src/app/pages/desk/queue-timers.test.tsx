import { fireEvent, screen, within } from '@testing-library/react'
import { HttpResponse } from 'msw'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { messages } from '@/i18n/messages'
import { page, ticket } from '@/testing/examples'
import { advance } from '@/testing/fake-clock'
import { renderApp } from '@/testing/render-app'
import { mockResponse, recordRequests, TICKET, TICKETS } from '@/testing/server'

const CREATED = '2026-11-20T09:00:00Z'
const invoice = ticket({ id: 7, title: 'Invoice charged twice', created_at: CREATED })
const undo = () => screen.queryByRole('button', { name: messages.queue.undo })

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
    now: Date.parse(CREATED) + 30_000,
  })
  mockResponse('get', TICKETS, page([invoice]))
})
afterEach(() => vi.useRealTimers())

async function openQueue() {
  renderApp('/')
  await advance(100)
  return within(
    screen.getByRole('link', { name: /invoice/i }).closest<HTMLElement>('.row') as HTMLElement,
  )
}

test('the age of a ticket is updated each minute, with the exact time as its title', async () => {
  const row = await openQueue()
  const time = row.getByText(messages.app.justNow)
  expect(time).toHaveAttribute('datetime', CREATED)
  expect(time.title).toMatch(/^20 November 2026/)
  await advance(60_000)
  expect(time).toHaveTextContent('1 min ago')
  await advance(60_000)
  expect(time).toHaveTextContent('2 min ago')
})

test('a toast with Undo lasts eight seconds, longer while hovered, and the command menu has Undo too', async () => {
  const sent = recordRequests<{ status: string }>('patch', TICKET, ({ status }) =>
    HttpResponse.json({ ...invoice, status, version: 2 }),
  )
  const row = await openQueue()
  const status = row.getByRole('combobox')
  const change = async (value: string) => {
    fireEvent.change(status, { target: { value } })
    await advance(100)
  }
  await change('closed')
  await advance(7_500)
  const toast = undo()?.closest('.toast') as HTMLElement
  expect(toast).toBeVisible()
  fireEvent.mouseEnter(toast)
  await advance(60_000)
  expect(undo()).toBeVisible()
  fireEvent.mouseLeave(toast)
  await advance(7_500)
  expect(undo()).toBeVisible()
  await advance(1_000)
  expect(undo()).toBeNull()
  await change('open')
  expect(sent).toEqual([{ status: 'closed' }, { status: 'open' }])
  expect(status).toHaveValue('open')
})
