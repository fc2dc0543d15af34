import { screen, waitFor } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { afterEach, expect, test } from 'vitest'
import { probe } from '@/api/reachability'
import { messages } from '@/i18n/messages'
import { failure, page, ticket } from '@/testing/examples'
import { renderApp } from '@/testing/render-app'
import { mockResponse, READY, server, TICKETS } from '@/testing/server'

const bar = () => screen.queryByText(messages.app.offlineTitle)

/** The server is down: nothing answers, the probe included. */
function away() {
  server.use(
    http.get(TICKETS, () => HttpResponse.error()),
    http.get(READY, () => HttpResponse.error()),
  )
}

afterEach(async () => {
  server.use(http.get(READY, () => HttpResponse.text('ready')))
  await probe()
})

test('an unreachable server shows the bar, and the draft stays', async () => {
  away()
  const { user } = renderApp('/new')
  await user.type(screen.getByLabelText('Title'), 'Kept')
  await user.click(screen.getByRole('link', { name: messages.app.queue }))
  expect(await screen.findByText(messages.app.offlineTitle)).toBeVisible()
  await user.click(screen.getByRole('link', { name: messages.app.newTicket }))
  expect(screen.getByLabelText('Title')).toHaveValue('Kept')
})

test('when the server is back the bar disappears, and the page is refetched', async () => {
  away()
  const { user } = renderApp('/')
  await screen.findByText(messages.app.offlineTitle)
  mockResponse('get', TICKETS, page([ticket({ title: 'Came meanwhile' })]))
  server.use(http.get(READY, () => HttpResponse.text('ready')))
  const [first] = screen.getAllByRole('button', { name: messages.app.tryAgain }).slice(-1)
  await user.click(first as HTMLElement)
  expect(await screen.findByText('Came meanwhile')).toBeVisible()
  await waitFor(() => expect(bar()).toBeNull())
})

test('a single failed request shows no bar while the probe succeeds', async () => {
  server.use(http.get(TICKETS, () => HttpResponse.error()))
  renderApp('/')
  await screen.findByRole('heading', { name: messages.queue.failedTitle })
  expect(bar()).toBeNull()
})

test('a server without its database counts as unreachable', async () => {
  mockResponse('get', TICKETS, failure('database_unavailable'), 503)
  server.use(http.get(READY, () => HttpResponse.text('no', { status: 503 })))
  renderApp('/')
  expect(await screen.findByText(messages.app.offlineTitle)).toBeVisible()
})
