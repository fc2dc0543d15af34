import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { words } from '@/lib/words'
import { stats } from '@/testing/examples'
import { renderApp } from '@/testing/render-app'
import { answers, STATS } from '@/testing/server'

test('the figures stand in tables, each leading to the tickets it counts', async () => {
  renderApp('/dashboard')
  const table = within(await screen.findByRole('table', { name: words.dashboard.byPriority }))
  const high = table.getByRole('row', { name: /High/ })
  expect(within(high).getByRole('link')).toHaveAttribute('href', '/?priority=high')
  expect(within(high).getByText('4')).toBeVisible()
  expect(within(high).getByText('33%')).toBeVisible()
  expect(screen.getByRole('link', { name: words.dashboard.open })).toHaveAttribute(
    'href',
    '/?status=open',
  )
  expect(screen.getByText('1.5')).toBeVisible()
})

test('a desk without tickets has no figures to show', async () => {
  answers('get', STATS, stats({ total_tickets: 0, open_tickets: 0, avg_tickets_per_day: 0 }))
  renderApp('/dashboard')
  expect(await screen.findByRole('heading', { name: words.dashboard.noneTitle })).toBeVisible()
})

test('figures that fail to load can be asked for again', async () => {
  answers('get', STATS, { detail: 'x' }, 500)
  const { user } = renderApp('/dashboard')
  await screen.findByRole('heading', { name: words.dashboard.failedTitle })
  answers('get', STATS, stats())
  await user.click(screen.getByRole('button', { name: words.app.tryAgain }))
  expect(await screen.findByText('1.5')).toBeVisible()
})
