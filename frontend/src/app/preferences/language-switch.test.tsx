import { screen, waitFor, within } from '@testing-library/react'
import type { UserEvent } from '@testing-library/user-event'
import { HttpResponse } from 'msw'
import { beforeEach, expect, test, vi } from 'vitest'
import type { TicketChanges } from '@/api/types'
import { page, ticket, ticketDetail } from '@/testing/examples'
import { renderApp } from '@/testing/render-app'
import { mockResponse, recordRequests, TICKET, TICKETS } from '@/testing/server'

const shown = ticketDetail({ id: 12, title: 'No mail', status: 'open', version: 3 })

beforeEach(() => {
  mockResponse('get', TICKETS, page([ticket(shown)]))
  mockResponse('get', TICKET, shown)
})

async function speakGerman(user: UserEvent) {
  await user.click(screen.getByRole('button', { name: 'Preferences' }))
  await user.click(await screen.findByRole('radio', { name: 'Deutsch' }))
  const sheet = within(await screen.findByRole('dialog', { name: 'Einstellungen' }))
  await user.click(sheet.getByRole('button', { name: 'Schließen' }))
}

test('Undo survives a switch, and its toast is translated', async () => {
  let version = 3
  const sent = recordRequests<TicketChanges>('patch', TICKET, (changes) => {
    version += 1
    return HttpResponse.json({ ...shown, ...changes, version })
  })
  const { user } = renderApp('/')
  await user.selectOptions(
    await screen.findByRole('combobox', { name: 'Status of No mail' }),
    'closed',
  )
  expect(await screen.findByText('Status set to Closed')).toBeVisible()
  await speakGerman(user)

  const message = await screen.findByText('Status geändert: Geschlossen')
  await user.keyboard('{Control>}k{/Control}')
  expect(await screen.findByRole('option', { name: /#12: Status geändert: Ge/ })).toBeVisible()
  await user.keyboard('{Escape}')

  const toast = message.closest('.toast') as HTMLElement
  await user.click(within(toast).getByRole('button', { name: 'Rückgängig' }))
  await waitFor(() => expect(sent).toEqual([{ status: 'closed' }, { status: 'open' }]))
  expect(await screen.findByRole('combobox', { name: /No mail/ })).toHaveValue('open')
})

test.each(['kept by the browser', 'refused by it'])('a note and an edit stay, %s', async (how) => {
  if (how === 'refused by it') {
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
  }
  const { user } = renderApp('/tickets/12')
  await user.type(await screen.findByLabelText('Note'), 'Half a sent')
  await user.click(screen.getByRole('button', { name: 'Edit title and description' }))
  await user.type(await screen.findByLabelText('Title'), ' since noon')
  await speakGerman(user)

  expect(await screen.findByLabelText('Notiz')).toHaveValue('Half a sent')
  expect(await screen.findByLabelText('Titel')).toHaveValue('No mail since noon')
  await user.click(screen.getByRole('link', { name: 'Ticketansicht schließen' }))
  await user.click(await screen.findByRole('link', { name: 'No mail' }))
  expect(await screen.findByLabelText('Titel')).toHaveValue('No mail since noon')
  await user.click(screen.getByRole('button', { name: 'Abbrechen' }))
  await user.click(await screen.findByRole('button', { name: 'Verwerfen' }))
  await user.clear(await screen.findByLabelText('Notiz'))
})
