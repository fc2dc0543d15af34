import { screen, waitFor } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { messages } from '@/i18n/messages'
import { page } from '@/testing/examples'
import { renderApp } from '@/testing/render-app'
import { ME, mockResponse, server, TICKETS } from '@/testing/server'

test.each(['/', '/new', '/dashboard', '/nowhere'])('an open desk says so on %s', async (path) => {
  mockResponse('get', TICKETS, page([]))
  mockResponse('get', ME, { name: 'desk', access: 'open' })
  renderApp(path)
  expect(
    await screen.findByRole('complementary', { name: messages.app.openDeskLabel }),
  ).toHaveTextContent(messages.app.openDesk)
})

test('a desk on loopback has no bar', async () => {
  let asked = 0
  server.use(
    http.get(ME, () => {
      asked += 1
      return HttpResponse.json({ name: 'desk', access: 'auto' })
    }),
  )
  renderApp('/new')
  await waitFor(() => expect(asked).toBe(1))
  await screen.findByRole('button', { name: messages.triage.badge.ready })
  expect(screen.queryByText(messages.app.openDesk)).toBeNull()
})
