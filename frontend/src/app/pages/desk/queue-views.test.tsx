import { screen, waitFor, within } from '@testing-library/react'
import type { UserEvent } from '@testing-library/user-event'
import { beforeEach, expect, test, vi } from 'vitest'
import { messages } from '@/i18n/messages'
import { page, ticket } from '@/testing/examples'
import { renderApp } from '@/testing/render-app'
import { mockResponse, TICKETS } from '@/testing/server'

const t = () => messages.queue.views
const picker = () => screen.findByRole('combobox', { name: t().view })
const kept = () => JSON.parse(localStorage.getItem('quietdesk.views') ?? 'null')

beforeEach(() => mockResponse('get', TICKETS, page([ticket()])))

async function openSheet(user: UserEvent) {
  await user.click(await screen.findByRole('button', { name: t().edit }))
  return screen.findByRole('dialog', { name: t().title })
}

async function save(user: UserEvent, name: string) {
  const sheet = await openSheet(user)
  await user.type(within(sheet).getByLabelText(t().saveAs), `${name}{Enter}`)
  return sheet
}

test('there are built-in views', async () => {
  const { user, address } = renderApp('/')
  expect(await picker()).toHaveDisplayValue(t().all)
  await user.selectOptions(await picker(), t().critical)
  expect(address()).toBe('/?status=open&status=in_progress&sort=priority')
  expect(await picker()).toHaveDisplayValue(t().critical)
  await user.click(screen.getByRole('button', { name: 'Billing' }))
  expect(await picker()).toHaveDisplayValue(t().custom)
})

test('filters are saved as a view, and selecting it restores them', async () => {
  const { user, address } = renderApp('/?status=open&search=refund&sort=oldest')
  const sheet = await save(user, ' Refunds ')
  expect(await screen.findByText(t().saved({ name: 'Refunds' }))).toBeVisible()
  await user.click(within(sheet).getByRole('button', { name: messages.app.close }))
  expect(await picker()).toHaveDisplayValue('Refunds')
  await user.selectOptions(await picker(), t().all)
  expect(address()).toBe('/')
  await user.selectOptions(await picker(), 'Refunds')
  expect(address()).toBe('/?status=open&search=refund&sort=oldest')
  expect(kept()).toEqual([{ name: 'Refunds', address: 'status=open&search=refund&sort=oldest' }])
})

test('saving under an existing name replaces the view', async () => {
  localStorage.setItem('quietdesk.views', '[{"name":"Mine","address":"status=open"}]')
  const { user } = renderApp('/?priority=high')
  await save(user, 'Mine')
  await waitFor(() => expect(kept()).toEqual([{ name: 'Mine', address: 'priority=high' }]))
})

test('a view can be renamed, and deleted with Undo', async () => {
  localStorage.setItem(
    'quietdesk.views',
    '[{"name":"A","address":"status=open"},{"name":"B","address":"status=closed"}]',
  )
  const { user } = renderApp('/')
  const sheet = within(await openSheet(user))
  await user.click(sheet.getByRole('button', { name: t().renameView({ name: 'A' }) }))
  const field = sheet.getByLabelText(t().newName({ name: 'A' }))
  expect(field).toHaveFocus()
  await user.clear(field)
  await user.type(field, 'B{Enter}')
  expect(sheet.getByText(t().nameTaken)).toBeVisible()
  await user.clear(field)
  await user.type(field, 'Alpha{Enter}')
  expect(kept()[0]).toEqual({ name: 'Alpha', address: 'status=open' })
  await user.click(sheet.getByRole('button', { name: t().deleteView({ name: 'Alpha' }) }))
  expect(kept()).toHaveLength(1)
  await user.click(await screen.findByRole('button', { name: messages.queue.undo }))
  expect(kept().map((it: { name: string }) => it.name)).toEqual(['Alpha', 'B'])
})

test.each([
  ['   ', () => t().nameMissing],
  ['x'.repeat(61), () => t().nameLong({ most: 60 })],
])('a view cannot be called %j', async (name, problem) => {
  const { user } = renderApp('/')
  const sheet = within(await save(user, name))
  expect(await sheet.findByText(problem())).toBeVisible()
  expect(sheet.getByLabelText(t().saveAs)).toHaveFocus()
  expect(kept()).toBeNull()
})

test.each([
  'not json',
  '{"a":1}',
  '[null,1,{"name":1},{"name":"","address":""}]',
  '[{"name":"Odd","address":"status=haunted&sort=loudest"}]',
])('storage that holds %s costs no more than the views', async (text) => {
  localStorage.setItem('quietdesk.views', text)
  renderApp('/')
  expect(await picker()).toBeVisible()
})

test('full storage is announced, and the view lasts as long as the page', async () => {
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  const { user } = renderApp('/?status=open')
  await save(user, 'Mine')
  expect(await screen.findByText(t().notStored)).toBeVisible()
  expect(await picker()).toHaveDisplayValue('Mine')
})

test('there are at most fifty views', async () => {
  const many = Array.from({ length: 50 }, (_, n) => ({ name: `View ${n}`, address: 'status=open' }))
  localStorage.setItem('quietdesk.views', JSON.stringify(many))
  const { user } = renderApp('/')
  const sheet = within(await openSheet(user))
  expect(sheet.getByText(t().most({ most: 50 }))).toBeVisible()
  expect(sheet.queryByLabelText(t().saveAs)).toBeNull()
})
