import { act, screen, waitFor, within } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { beforeEach, expect, test } from 'vitest'
import { messages } from '@/i18n/messages'
import { page, ticket, triageStatus } from '@/testing/examples'
import { renderApp } from '@/testing/render-app'
import { mockResponse, server, TICKETS, TRIAGE_STATUS } from '@/testing/server'

beforeEach(() => mockResponse('get', TICKETS, page([])))

test('a navigation moves the focus to main and sets the title', async () => {
  const { user } = renderApp('/')
  await waitFor(() => expect(document.title).toBe('Queue · Quietdesk'))
  expect(document.body).toHaveFocus()
  await user.click(screen.getByRole('link', { name: 'Dashboard' }))
  await waitFor(() => expect(screen.getByRole('main')).toHaveFocus())
  await waitFor(() => expect(document.title).toBe('Dashboard · Quietdesk'))
})

test('the first focusable element is the skip link', async () => {
  const { user } = renderApp('/')
  await user.tab()
  expect(screen.getByRole('link', { name: messages.app.skip })).toHaveFocus()
  expect(document.getElementById('main')).toBe(screen.getByRole('main'))
})

test('an unknown URL shows the not-found page', async () => {
  renderApp('/nowhere/at/all')
  expect(await screen.findByRole('heading', { name: messages.app.notFoundTitle })).toBeVisible()
})

test('c opens the form with its title focused, / focuses the search', async () => {
  const { user, address } = renderApp('/')
  await user.keyboard('/')
  expect(screen.getByRole('searchbox')).toHaveFocus()
  await user.keyboard('c?')
  expect(address()).toBe('/')
  expect(screen.getByRole('searchbox')).toHaveValue('c?')
  act(() => screen.getByRole('searchbox').blur())
  await user.keyboard('c')
  expect(address()).toBe('/new')
  expect(screen.getByRole('textbox', { name: 'Title' })).toHaveFocus()
})

test('shortcuts ignore Ctrl, Alt and Cmd, and keys in a dialog', async () => {
  mockResponse('get', TICKETS, page([ticket()]))
  const { user, address } = renderApp('/')
  await screen.findByRole('link', { name: ticket().title })
  for (const held of ['Control', 'Alt', 'Meta']) {
    await user.keyboard(`{${held}>}cj/?{/${held}}`)
  }
  expect(address()).toBe('/')
  expect(document.body).toHaveFocus()
  expect(screen.queryByRole('dialog')).toBeNull()
  await user.keyboard('?')
  const sheet = within(await screen.findByRole('dialog', { name: messages.commands.keysTitle }))
  sheet.getByRole('button', { name: messages.app.close }).focus()
  await user.keyboard('c')
  expect(address()).toBe('/')
})

test('single-key shortcuts can be switched off, and stay off', async () => {
  const { user, address, unmount } = renderApp('/')
  await user.click(screen.getByRole('button', { name: messages.app.preferences }))
  const sheet = within(await screen.findByRole('dialog', { name: messages.app.preferences }))
  await user.click(sheet.getByRole('checkbox', { name: new RegExp(messages.app.shortcutsSwitch) }))
  await user.click(sheet.getByRole('button', { name: messages.app.close }))
  expect(screen.queryByRole('dialog')).toBeNull()
  await user.keyboard('c')
  expect(address()).toBe('/')
  unmount()
  const again = renderApp('/')
  await again.user.keyboard('c?')
  expect(again.address()).toBe('/')
  expect(screen.queryByRole('dialog')).toBeNull()
})

test('the colour scheme is chosen, stored, and reset to the system’s', async () => {
  const { user } = renderApp('/')
  await user.click(screen.getByRole('button', { name: messages.app.preferences }))
  await user.click(await screen.findByRole('radio', { name: 'Dark' }))
  expect(document.documentElement.dataset.theme).toBe('dark')
  expect(localStorage.getItem('quietdesk.theme')).toBe('dark')
  await user.click(
    within(screen.getByRole('group', { name: messages.app.theme })).getByRole('radio', {
      name: 'System',
    }),
  )
  expect(document.documentElement.dataset.theme).toBeUndefined()
  expect(localStorage.getItem('quietdesk.theme')).toBeNull()
})

test.each([
  ['ready', false, 'Local model ready'],
  ['ready', true, 'Local model ready, cloud fallback on'],
  ['warming', false, 'Local model warming up'],
  ['unreachable', false, 'Keywords only'],
  ['paused', false, 'Keywords only'],
  ['off', true, 'OpenAI answers'],
  ['unreachable', true, 'OpenAI answers'],
  ['paused', true, 'Keywords only'],
  ['paused', 'answering', 'OpenAI answers'],
  ['remote', true, 'Keywords only'],
  ['off', 'standby', 'Keywords only'],
  ['ready', 'never', 'Local model ready, cloud never asked'],
  ['warming', 'never', 'Local model warming up, cloud never asked'],
  ['off', 'never', 'Keywords only, cloud never asked'],
] as const)('with Ollama %s and cloud %s the header says "%s"', async (state, cloud, text) => {
  mockResponse('get', TRIAGE_STATUS, triageStatus(state, cloud))
  renderApp('/')
  expect(await screen.findByRole('button', { name: text })).toBeVisible()
})

test.each([
  ['off', false, 'ready', 'Suggestions by meaning'],
  ['unreachable', false, 'ready', 'Suggestions by meaning'],
  ['remote', true, 'ready', 'Suggestions by meaning'],
  ['off', false, 'warming', 'Comparison by meaning is loading'],
  ['off', false, 'unreachable', 'Keywords only'],
  ['off', false, 'paused', 'Keywords only'],
  ['off', true, 'ready', 'OpenAI answers'],
  ['warming', false, 'ready', 'Local model warming up'],
  ['ready', false, 'unreachable', 'Local model ready'],
  ['off', 'never', 'ready', 'Suggestions by meaning, cloud never asked'],
  ['off', 'never', 'warming', 'Comparison by meaning is loading, cloud never asked'],
  ['off', 'never', 'paused', 'Keywords only, cloud never asked'],
] as const)(
  'with Ollama %s, cloud %s and the classifier %s the header says "%s"',
  async (ollama, cloud, classifier, text) => {
    mockResponse('get', TRIAGE_STATUS, triageStatus(ollama, cloud, classifier))
    renderApp('/')
    expect(await screen.findByRole('button', { name: text })).toBeVisible()
  },
)

test.each([
  ['ready', 'machine', 'Meaningmultilingual-e5-smallon this machineReady'],
  ['ready', 'server', 'Meaningmultilingual-e5-smallon your own serverReady'],
  ['warming', 'machine', 'Meaningmultilingual-e5-smallon this machineWarming up'],
  ['unreachable', 'machine', 'Meaningmultilingual-e5-smallon this machineNot reachable'],
  ['paused', 'machine', 'Meaningmultilingual-e5-smallon this machinePaused after failures'],
  ['off', 'machine', 'MeaningOff'],
] as const)('the list of sources has the classifier, %s, on the %s', async (state, place, text) => {
  mockResponse('get', TRIAGE_STATUS, triageStatus('off', false, state, place))
  const { user } = renderApp('/')
  await user.click(await screen.findByRole('button', { name: /by meaning|Keywords only/ }))
  const sheet = within(await screen.findByRole('dialog', { name: messages.triage.dialogTitle }))
  expect(sheet.getAllByRole('listitem').map((it) => it.textContent)).toContain(text)
})

test('the badge opens the list of all sources with their states', async () => {
  mockResponse('get', TRIAGE_STATUS, triageStatus('model_missing'))
  const { user } = renderApp('/')
  await user.click(await screen.findByRole('button', { name: 'Keywords only' }))
  const sheet = within(await screen.findByRole('dialog', { name: messages.triage.dialogTitle }))
  expect(sheet.getAllByRole('listitem').map((it) => it.textContent)).toEqual([
    'Local modelgranite4.1:3bModel not installed',
    'OpenAIOff',
    'MeaningOff',
    'KeywordsReady',
  ])
  expect(sheet.getByText(messages.triage.dialogLocal)).toBeVisible()
})

test('with CLOUD=never the list of sources says so', async () => {
  mockResponse('get', TRIAGE_STATUS, triageStatus('remote', 'never'))
  const { user } = renderApp('/')
  await user.click(await screen.findByRole('button', { name: /cloud never asked/ }))
  const sheet = within(await screen.findByRole('dialog', { name: messages.triage.dialogTitle }))
  expect(sheet.getByText(/CLOUD=never keeps OpenAI out/)).toBeVisible()
  expect(sheet.getAllByRole('listitem').map((it) => it.textContent)).toEqual([
    'Local modelgranite4.1:3bNot asked: runs on another host',
    'OpenAINever asked',
    'MeaningOff',
    'KeywordsReady',
  ])
})

test('the list of sources names the reasoning parser that takes the answers', async () => {
  const status = triageStatus('off', true)
  status.sources = status.sources.map((it) =>
    it.source === 'openai' ? { ...it, state: 'reasoning_parser' } : it,
  )
  mockResponse('get', TRIAGE_STATUS, status)
  const { user } = renderApp('/')
  await user.click(await screen.findByRole('button', { name: messages.triage.badge.cloudAnswers }))
  const sheet = within(await screen.findByRole('dialog', { name: messages.triage.dialogTitle }))
  expect(sheet.getByText('Answers lost to the reasoning parser')).toBeVisible()
})

test('an unknown triage status breaks nothing', async () => {
  server.use(http.get(TRIAGE_STATUS, () => HttpResponse.error()))
  renderApp('/')
  expect(await screen.findByRole('heading', { name: messages.queue.noneTitle })).toBeVisible()
  expect(screen.getByRole('button', { name: messages.triage.badge.unknown })).toBeVisible()
})
