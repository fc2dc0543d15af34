/** Two choices in a row, the second before React has rendered the address of the first: neither undoes the other. */

import { act, fireEvent, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { messages } from '@/i18n/messages'
import { page, ticket, ticketDetail } from '@/testing/examples'
import { renderApp } from '@/testing/render-app'
import { mockResponse, TICKET, TICKETS } from '@/testing/server'

const invoice = ticket({ id: 7, title: 'Invoice charged twice' })

const search = () => fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'twice' } })
const chip = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
const addressHas = (text: string) => vi.waitFor(() => expect(window.location.href).toContain(text))

async function open() {
  mockResponse('get', TICKETS, page([invoice]))
  mockResponse('get', TICKET, ticketDetail(invoice))
  const rendered = renderApp('/')
  await screen.findByRole('link', { name: /invoice/i })
  return rendered
}

/** On a busy machine React renders nothing in between; neither does it inside `act`. */
const withoutRendering = (run: () => Promise<void>) => act(run)

test('a search that is still being typed keeps the filter chosen meanwhile', async () => {
  const { address } = await open()
  search()
  await withoutRendering(async () => {
    chip('High')
    await addressHas('search=twice')
  })
  expect(address()).toBe('/?priority=high&search=twice')
  expect(screen.getByRole('searchbox')).toHaveValue('twice')
})

test('a filter keeps the search that has just been applied', async () => {
  const { address } = await open()
  search()
  await withoutRendering(async () => {
    await addressHas('search=twice')
    chip('High')
  })
  expect(address()).toBe('/?priority=high&search=twice')
})

test('an order and a filter chosen one after the other both hold', async () => {
  const { address } = await open()
  await withoutRendering(async () => {
    fireEvent.change(screen.getByRole('combobox', { name: messages.queue.sort }), {
      target: { value: 'oldest' },
    })
    chip('High')
    chip('Open')
  })
  expect(address()).toBe('/?status=open&priority=high&sort=oldest')
})

test('a search that shows nothing is no search', async () => {
  const { user, address } = await open()
  await user.click(screen.getByRole('searchbox'))
  await user.paste('\u200b\u200b')
  await new Promise((go) => setTimeout(go, 500))
  expect(address()).toBe('/')
  await user.paste('twice')
  await vi.waitFor(() => expect(address()).toContain('twice'))
})

test('a filter chosen after a view narrows the view', async () => {
  const { address } = await open()
  const picker = screen.getByRole<HTMLSelectElement>('combobox', {
    name: messages.queue.views.view,
  })
  const view = [...picker.options].find((it) => it.value.includes('status=open'))?.value ?? ''
  await withoutRendering(async () => {
    fireEvent.change(picker, { target: { value: view } })
    chip('Billing')
  })
  const chosen = new URLSearchParams(view.replace(/^[a-z]*\?/, ''))
  const shown = new URL(address(), 'http://desk').searchParams
  expect(shown.getAll('category')).toEqual(['billing'])
  expect(shown.getAll('status')).toEqual(chosen.getAll('status'))
})

test('a search that is still being typed leaves the ticket open that was opened meanwhile', async () => {
  const { address } = await open()
  search()
  await withoutRendering(async () => {
    fireEvent.click(screen.getByRole('link', { name: /invoice/i }))
    await addressHas('/tickets/7')
    await addressHas('search=twice')
  })
  expect(address()).toBe('/tickets/7?search=twice')
})

test('a ticket opens with the filter chosen just before', async () => {
  const { address } = await open()
  await withoutRendering(async () => {
    chip('High')
    fireEvent.click(screen.getByRole('link', { name: /invoice/i }))
    await addressHas('/tickets/7')
  })
  expect(address()).toBe('/tickets/7?priority=high')
})

test('a search that is still being typed does not lead back from another page', async () => {
  const { address } = await open()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    search()
    await withoutRendering(async () => {
      fireEvent.click(screen.getByRole('link', { name: messages.app.dashboard }))
      vi.advanceTimersByTime(1_000)
    })
  } finally {
    vi.useRealTimers()
  }
  expect(address()).toBe('/dashboard')
})
