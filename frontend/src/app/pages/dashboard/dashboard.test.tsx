import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { messages } from '@/i18n/messages'
import { failure, insights, stats } from '@/testing/examples'
import { renderApp } from '@/testing/render-app'
import { INSIGHTS, mockResponse, STATS } from '@/testing/server'

test('the figures are tables, and each links to its tickets', async () => {
  renderApp('/dashboard')
  const table = within(await screen.findByRole('table', { name: messages.dashboard.byPriority }))
  const high = table.getByRole('row', { name: /High/ })
  expect(within(high).getByRole('link')).toHaveAttribute('href', '/?priority=high')
  expect(within(high).getByText('4')).toBeVisible()
  expect(within(high).getByText('33%')).toBeVisible()
  expect(screen.getByRole('link', { name: messages.dashboard.open })).toHaveAttribute(
    'href',
    '/?status=open',
  )
  expect(screen.getByText('1.5')).toBeVisible()
})

test('without tickets there is an empty state', async () => {
  mockResponse('get', STATS, stats({ total_tickets: 0, open_tickets: 0, avg_tickets_per_day: 0 }))
  renderApp('/dashboard')
  expect(await screen.findByRole('heading', { name: messages.dashboard.noneTitle })).toBeVisible()
})

test('figures that failed to load can be retried', async () => {
  mockResponse('get', STATS, failure('server_error'), 500)
  const { user } = renderApp('/dashboard')
  await screen.findByRole('heading', { name: messages.dashboard.failedTitle })
  mockResponse('get', STATS, stats())
  await user.click(screen.getByRole('button', { name: messages.app.tryAgain }))
  expect(await screen.findByText('1.5')).toBeVisible()
})

test('each day in the table links to its tickets', async () => {
  const { user } = renderApp('/dashboard')
  await user.click(await screen.findByText(messages.dashboard.asTable))
  const table = within(screen.getByRole('table', { name: messages.dashboard.perDay }))
  const days = table.getAllByRole('row').slice(1)
  expect(days).toHaveLength(30)
  expect(
    within(days[0] as HTMLElement).getByRole('link', { name: 'Fri, 20 Nov 2026' }),
  ).toHaveAttribute('href', '/?created_from=2026-11-20&created_to=2026-11-20')
  expect(within(days[0] as HTMLElement).getByRole('cell', { name: '4' })).toBeVisible()
})

test('unresolved tickets by age link to those of that age', async () => {
  renderApp('/dashboard')
  const table = within(await screen.findByRole('table', { name: messages.dashboard.openAge }))
  const rows = table.getAllByRole('row').slice(1)
  expect(rows.map((row) => within(row).getByRole('link').textContent)).toEqual([
    'Created today',
    '1–2 days',
    '3–7 days',
    '8–30 days',
    'Over 30 days',
  ])
  expect(within(rows[1] as HTMLElement).getByRole('link')).toHaveAttribute(
    'href',
    '/?status=open&status=in_progress&created_from=2026-11-18&created_to=2026-11-19',
  )
})

test('each source shows outcomes, confidence intervals and response times', async () => {
  renderApp('/dashboard')
  const local = within(await screen.findByRole('region', { name: messages.triage.sources.ollama }))
  expect(local.getByRole('link', { name: '13 suggestions' })).toHaveAttribute(
    'href',
    '/?source=ollama&created_from=2026-10-22',
  )
  const outcomes = within(local.getByRole('table', { name: messages.dashboard.outcomes }))
  expect(
    outcomes.getByRole('link', { name: messages.dashboard.outcomeNames.changed }),
  ).toHaveAttribute('href', '/?source=ollama&outcome=changed&created_from=2026-10-22')
  expect(local.getByText('(40% to 90%), n = 10')).toBeVisible()
  expect(
    local.getByRole('link', { name: messages.dashboard.fieldChanged.category }),
  ).toHaveAttribute('href', '/?source=ollama&changed=category&created_from=2026-10-22')
  expect(local.getByText('half within 480 ms, 95% within 2.1 s')).toBeVisible()
  const cloud = within(screen.getByRole('region', { name: messages.triage.sources.openai }))
  expect(cloud.getByText(messages.dashboard.notUsed)).toBeVisible()
})

test('another period is requested at once, and stored in the URL', async () => {
  const { user, address } = renderApp('/dashboard?days=90')
  await screen.findByRole('table', { name: messages.dashboard.openAge })
  expect(screen.getByRole('radio', { name: '90 days' })).toBeChecked()
  mockResponse('get', INSIGHTS, insights({ days: 7, status_breakdown: zeros(77) }))
  await user.click(screen.getByRole('radio', { name: '7 days' }))
  const byStatus = within(screen.getByRole('table', { name: messages.dashboard.byStatus }))
  expect(await byStatus.findByRole('cell', { name: '77' })).toBeVisible()
  expect(address()).toBe('/dashboard?days=7')
})

test('a period that failed to load keeps the other figures, and can be retried', async () => {
  mockResponse('get', INSIGHTS, failure('server_error'), 500)
  const { user } = renderApp('/dashboard')
  await screen.findByRole('heading', { name: messages.dashboard.failedTitle })
  expect(screen.getByText('1.5')).toBeVisible()
  mockResponse('get', INSIGHTS, insights())
  await user.click(screen.getByRole('button', { name: messages.app.tryAgain }))
  expect(await screen.findByRole('table', { name: messages.dashboard.openAge })).toBeVisible()
})

function zeros(open: number) {
  return { open, in_progress: 0, resolved: 0, closed: 0 }
}
