import { screen } from '@testing-library/react'
import { HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { axe } from 'vitest-axe'
import { messages } from '@/i18n/messages'
import { page, suggested, suggestion, ticket, ticketDetail } from '@/testing/examples'
import { renderApp } from '@/testing/render-app'
import { CLASSIFY, mockResponse, recordRequests, TICKET, TICKETS } from '@/testing/server'

// Names, roles and structure; colours are computed in tokens.test.ts, and layout needs a real browser.
const findings = () =>
  axe(document.body, { rules: { region: { enabled: true }, 'color-contrast': { enabled: false } } })

test('the queue', async () => {
  mockResponse('get', TICKETS, page([ticket({ id: 2 }), ticket()], 'next'))
  renderApp('/?status=open')
  await screen.findAllByRole('listitem')
  expect(await findings()).toHaveNoViolations()
})

test('the empty queue', async () => {
  mockResponse('get', TICKETS, page([]))
  renderApp('/')
  await screen.findByRole('heading', { name: messages.queue.noneTitle })
  expect(await findings()).toHaveNoViolations()
})

test('the failed queue', async () => {
  mockResponse('get', TICKETS, {}, 500)
  renderApp('/')
  await screen.findByRole('alert')
  expect(await findings()).toHaveNoViolations()
})

test('a ticket beside the queue', async () => {
  mockResponse('get', TICKETS, page([ticket()]))
  mockResponse('get', TICKET, ticketDetail({ suggested: suggested({ text_changed: true }) }))
  renderApp('/tickets/1')
  await screen.findByRole('heading', { level: 1, name: ticket().title })
  expect(await findings()).toHaveNoViolations()
})

test('the form, with a suggestion and after a refusal', async () => {
  recordRequests('post', CLASSIFY, () => HttpResponse.json(suggestion({ source: 'keywords' })))
  const { user } = renderApp('/new')
  await user.type(screen.getByLabelText('Description'), 'My invoice is wrong')
  await user.tab()
  await screen.findAllByText(/Suggested by keywords/)
  expect(await findings()).toHaveNoViolations()
  await user.click(screen.getByRole('button', { name: messages.submit.send }))
  await screen.findByRole('alert')
  expect(await findings()).toHaveNoViolations()
})

test('the dashboard', async () => {
  renderApp('/dashboard')
  await screen.findByRole('table', { name: messages.dashboard.byPriority })
  expect(await findings()).toHaveNoViolations()
})

test('the preferences', async () => {
  mockResponse('get', TICKETS, page([]))
  const { user } = renderApp('/')
  await user.keyboard('?')
  await screen.findByRole('dialog')
  expect(await findings()).toHaveNoViolations()
})

test('an unknown URL', async () => {
  renderApp('/nowhere')
  await screen.findByRole('heading', { level: 1 })
  expect(await findings()).toHaveNoViolations()
})
