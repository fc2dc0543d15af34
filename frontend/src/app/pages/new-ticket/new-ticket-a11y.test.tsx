import { screen, waitFor } from '@testing-library/react'
import { HttpResponse } from 'msw'
import { afterEach, expect, test } from 'vitest'
import type { Suggestion } from '@/api/types'
import { messages } from '@/i18n/messages'
import { suggestion } from '@/testing/examples'
import { deferred, renderApp } from '@/testing/render-app'
import { CLASSIFY, recordRequests } from '@/testing/server'

const TEXT = 'The same amount appears twice on my statement'
const LIVE = '[role="status"], [role="alert"], [aria-live]'

let observer: MutationObserver | undefined
afterEach(() => observer?.disconnect())

/** Records what is read out from here on: a live region that is added together with its text is not. */
function listen(): string[] {
  const said: string[] = []
  observer = new MutationObserver((changes) => {
    for (const { target } of changes) {
      const element = target instanceof Element ? target : target.parentElement
      const text = element?.closest(LIVE)?.textContent
      if (text) said.push(text)
    }
  })
  observer.observe(document.body, { subtree: true, childList: true, characterData: true })
  return said
}

test('a suggestion is announced once, by an existing live region, and moves no focus', async () => {
  const reply = deferred<Suggestion>()
  recordRequests('post', CLASSIFY, async () => HttpResponse.json(await reply.promise))
  const { user } = renderApp('/new')
  const said = listen()
  await user.type(screen.getByLabelText('Description'), TEXT)
  await user.tab()
  const focused = screen.getByLabelText(/Requester/)
  expect(focused).toHaveFocus()
  expect(said).toEqual([])
  reply.resolve(suggestion())
  await waitFor(() => expect(screen.getByLabelText('Category')).toHaveValue('billing'))
  expect(said).toEqual(['Suggested: Billing, priority High.'])
  expect(focused).toHaveFocus()
})

test('the same suggestion for more text is not announced again; another one is', async () => {
  let next = suggestion()
  const asked = recordRequests('post', CLASSIFY, () => HttpResponse.json(next))
  const { user } = renderApp('/new')
  // Pasted, as on a busy machine slow typing would outlast the debounce.
  const write = async (text: string) => {
    await user.click(screen.getByLabelText('Description'))
    await user.paste(text)
    await user.tab()
  }
  await write(TEXT)
  await waitFor(() => expect(screen.getByLabelText('Category')).toHaveValue('billing'))
  const said = listen()
  await write(' of March')
  await waitFor(() => expect(asked).toHaveLength(2))
  next = suggestion({ suggested_category: 'account', suggestion: 'another-token' })
  await write(' and of April')
  await waitFor(() => expect(screen.getByLabelText('Category')).toHaveValue('account'))
  expect(said).toEqual(['Suggested: Account, priority High.'])
})

test('choosing the suggested value tells that it is the same', async () => {
  recordRequests('post', CLASSIFY, () => HttpResponse.json(suggestion()))
  const { user } = renderApp('/new')
  await user.type(screen.getByLabelText('Description'), TEXT)
  await user.tab()
  const priority = screen.getByLabelText('Priority')
  await waitFor(() => expect(priority).toHaveValue('high'))
  expect(priority).toHaveAccessibleDescription(messages.triage.byModel)
  await user.selectOptions(priority, 'low')
  expect(priority).toHaveAccessibleDescription('Use suggestion: High')
  await user.selectOptions(priority, 'high')
  expect(priority).toHaveAccessibleDescription(messages.triage.matches)
})

test('the counter is visible from the start, and read out only near the limit', async () => {
  const { user } = renderApp('/new')
  expect(screen.getByText('0 of 200')).toBeVisible()
  const said = listen()
  await user.click(screen.getByLabelText('Title'))
  await user.paste('x'.repeat(179))
  expect(screen.getByText('179 of 200')).toBeVisible()
  expect(said).toEqual([])
  await user.keyboard('x')
  await waitFor(() => expect(said).toEqual(['20 characters left']))
  await user.paste('x'.repeat(21))
  await waitFor(() => expect(said.at(-1)).toBe('1 character too many'))
})
