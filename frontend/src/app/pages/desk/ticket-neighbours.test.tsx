import { screen, waitFor } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { messages } from '@/i18n/messages'
import { page, ticket, ticketDetail } from '@/testing/examples'
import { deferred, renderApp } from '@/testing/render-app'
import { server, TICKET, TICKETS } from '@/testing/server'

const t = messages.ticket

/** A list of 30 and 29, then 28 and 27; each request for the second page waits for `go`. */
function twoPages(go: Promise<void> = Promise.resolve(), status = 200) {
  const asked: string[] = []
  server.use(
    http.get(TICKETS, async ({ request }) => {
      const query = new URL(request.url).searchParams
      if (query.get('cursor') === null) {
        return HttpResponse.json(page([ticket({ id: 30 }), ticket({ id: 29 })], 'second'))
      }
      asked.push(query.get('status') ?? '')
      await go
      return HttpResponse.json(page([ticket({ id: 28 }), ticket({ id: 27 })]), { status })
    }),
    http.get(TICKET, ({ params }) => HttpResponse.json(ticketDetail({ id: Number(params.id) }))),
  )
  return asked
}

const previous = () => screen.getByRole('button', { name: t.previous })
const next = () => screen.getByRole('button', { name: t.next })
const opened = (id: number) => screen.findByRole('region', { name: `Ticket #${id}` })
const listed = async () => {
  await screen.findByRole('list', { name: messages.queue.list, hidden: true })
  await screen.findByRole('button', { name: t.next })
}

test('buttons and shortcuts move through the list, and load the next page', async () => {
  const asked = twoPages()
  const { user, address } = renderApp('/tickets/30?status=open')
  await listed()
  await user.click(next())
  expect(await opened(29)).toHaveFocus()
  expect(address()).toBe('/tickets/29?status=open')
  await user.keyboard('p')
  await opened(30)
  await user.keyboard('n')
  await opened(29)
  await user.click(next())
  await opened(28)
  expect(asked).toEqual(['open'])
  await user.click(next())
  await opened(27)
})

test('at both ends the button’s title tells why it is disabled', async () => {
  twoPages()
  const { user } = renderApp('/tickets/30')
  await listed()
  expect(previous()).toHaveAttribute('aria-disabled', 'true')
  expect(previous()).toHaveAccessibleDescription(t.firstInList)
  for (const id of [29, 28, 27]) {
    await user.click(next())
    await opened(id)
  }
  expect(next()).toHaveAccessibleDescription(t.lastInList)
  await user.click(next())
  await opened(27)
})

test('a ticket outside the list has no neighbours', async () => {
  twoPages()
  renderApp('/tickets/5')
  await listed()
  expect(next()).toHaveAccessibleDescription(t.notInList)
  expect(previous()).toHaveAttribute('aria-disabled', 'true')
})

test('the shortcuts are off with the switch', async () => {
  localStorage.setItem('quietdesk.shortcuts', 'off')
  twoPages()
  const { user, address } = renderApp('/tickets/30')
  await listed()
  await user.keyboard('n')
  expect(address()).toBe('/tickets/30')
})

test('a reader who has moved on meanwhile is not moved back', async () => {
  const go = deferred<void>()
  twoPages(go.promise)
  const { user, address } = renderApp('/tickets/29')
  await listed()
  await user.dblClick(next())
  await waitFor(() => expect(next()).toHaveAttribute('aria-disabled', 'true'))
  await user.click(previous())
  await opened(30)
  go.resolve()
  await waitFor(() => expect(screen.getAllByRole('listitem').length).toBeGreaterThan(3))
  expect(address()).toBe('/tickets/30')
})

test('a page that failed to load is announced', async () => {
  twoPages(undefined, 500)
  const { user, address } = renderApp('/tickets/29')
  await listed()
  await user.click(next())
  expect((await screen.findAllByText(new RegExp(messages.queue.moreFailed)))[0]).toBeVisible()
  expect(address()).toBe('/tickets/29')
})
