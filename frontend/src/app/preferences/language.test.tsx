import { screen, waitFor, within } from '@testing-library/react'
import { delay, http } from 'msw'
import { afterEach, expect, test } from 'vitest'
import { initLanguage, setLanguage } from '@/i18n/language'
import { messages } from '@/i18n/messages'
import { page, ticket } from '@/testing/examples'
import { renderApp } from '@/testing/render-app'
import { mockResponse, server, TICKETS } from '@/testing/server'

afterEach(() => browserWants(['en-GB']))

test('a German browser gets German, including the title and the document’s language', async () => {
  browserWants(['de-AT', 'en'])
  await initLanguage()
  mockResponse('get', TICKETS, page([]))
  renderApp('/')
  expect(await screen.findByRole('heading', { name: 'Noch keine Tickets' })).toBeVisible()
  expect(document.title).toBe('Tickets · Quietdesk')
  expect(document.documentElement.lang).toBe('de')
  expect(document.documentElement.dir).toBe('ltr')
})

test('the switch changes all texts, keeps list and URL, and leaves the dialog open', async () => {
  mockResponse('get', TICKETS, page([ticket({ title: 'No mail since noon' })]))
  const { user, address } = renderApp('/?status=open')
  await screen.findByText('No mail since noon')
  // From here on the server does not answer: what is shown comes from the cache.
  server.use(http.get(TICKETS, () => delay('infinite')))

  await user.click(screen.getByRole('button', { name: 'Preferences' }))
  await user.click(await screen.findByRole('radio', { name: 'Deutsch' }))

  const sheet = within(await screen.findByRole('dialog', { name: 'Einstellungen' }))
  expect(sheet.getByRole('radio', { name: 'Deutsch' })).toBeChecked()
  expect(sheet.getByRole('radio', { name: 'Deutsch' })).toHaveAttribute('autofocus')
  expect(screen.getByRole('button', { name: 'Offen' })).toBeVisible()
  expect(screen.getByText('No mail since noon')).toBeVisible()
  expect(document.title).toBe('Tickets · Quietdesk')
  expect(document.documentElement.lang).toBe('de')
  expect(localStorage.getItem('quietdesk.language')).toBe('de')
  expect(address()).toBe('/?status=open')

  await user.click(sheet.getByRole('button', { name: 'Schließen' }))
  expect(screen.getByRole('button', { name: 'Einstellungen' })).toHaveFocus()
})

test('a choice is stored and wins over the browser’s; System resets it', async () => {
  browserWants(['de-DE'])
  localStorage.setItem('quietdesk.language', 'en')
  await initLanguage()
  expect(messages.app.preferences).toBe('Preferences')
  await setLanguage('system')
  expect(messages.app.preferences).toBe('Einstellungen')
  expect(localStorage.getItem('quietdesk.language')).toBeNull()
})

test.each(['fr', '', 'toString'])('a kept choice of "%s" is as good as none', async (kept) => {
  localStorage.setItem('quietdesk.language', kept)
  await initLanguage()
  expect(document.documentElement.lang).toBe('en')
})

test('of two choices in a row the last one wins, in whatever order the catalogues arrive', async () => {
  await Promise.all([setLanguage('de'), setLanguage('en')])
  await waitFor(() => expect(document.documentElement.lang).toBe('en'))
  expect(messages.app.preferences).toBe('Preferences')
  expect(localStorage.getItem('quietdesk.language')).toBe('en')
})

function browserWants(languages: string[]) {
  Object.defineProperty(navigator, 'languages', { get: () => languages, configurable: true })
}
