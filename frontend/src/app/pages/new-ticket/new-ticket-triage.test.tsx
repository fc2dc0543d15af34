import { fireEvent, screen } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ClassifyRequest, Suggestion, TriageStatus } from '@/api/types'
import { messages } from '@/i18n/messages'
import { suggestion, triageStatus } from '@/testing/examples'
import { advance } from '@/testing/fake-clock'
import { deferred, renderApp } from '@/testing/render-app'
import { CLASSIFY, recordRequests, server, TRIAGE_STATUS } from '@/testing/server'

// With fake timers.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const TEXT = 'The same amount appears twice on my statement'
const fallback = (reason: string) =>
  suggestion({ source: 'keywords', fell_through: [{ source: 'ollama', reason }] })

let status: TriageStatus

/** Opens the form with the given triage status and types a text; `replies` are the responses of classify, in turn. */
async function write(at: TriageStatus, replies: Suggestion[] = [suggestion()]) {
  status = at
  server.use(http.get(TRIAGE_STATUS, () => HttpResponse.json(status)))
  let turn = 0
  const asked = recordRequests<ClassifyRequest>('post', CLASSIFY, () => {
    turn += 1
    return HttpResponse.json(replies[Math.min(turn, replies.length) - 1])
  })
  renderApp('/new')
  await advance(100)
  type('Description', TEXT)
  fireEvent.blur(screen.getByLabelText('Description'))
  await advance(100)
  return asked
}

function type(label: string, value: string) {
  fireEvent.change(screen.getByLabelText(label), { target: { value } })
}

test('while the local model warms up keywords are the fallback; once it is ready it is asked', async () => {
  const asked = await write(triageStatus('warming'), [fallback('warming'), suggestion()])
  expect(screen.getByText(/until it is ready, suggestions are made by keywords/i)).toBeVisible()
  await advance(20_000)
  expect(asked).toHaveLength(1)
  status = triageStatus('ready')
  await advance(5_000)
  expect(asked).toHaveLength(2)
  expect(screen.getAllByText(messages.triage.byModel)).toHaveLength(2)
  await advance(60_000)
  expect(asked).toHaveLength(2)
})

test('a busy model is asked again a few times only', async () => {
  const asked = await write(triageStatus('ready'), [fallback('busy')])
  await advance(120_000)
  expect(asked).toHaveLength(6)
})

test('an unreachable model is not polled', async () => {
  const asked = await write(triageStatus('unreachable'), [fallback('unreachable')])
  await advance(60_000)
  expect(asked).toHaveLength(1)
})

test('with both fields chosen the model is not polled', async () => {
  const asked = await write(triageStatus('warming'), [fallback('warming')])
  type('Category', 'account')
  type('Priority', 'low')
  status = triageStatus('ready')
  await advance(30_000)
  expect(asked).toHaveLength(1)
})

test('without a cloud there is no notice, and text is classified as local only', async () => {
  const asked = await write(triageStatus('ready'))
  expect(screen.queryByLabelText(messages.triage.keep)).toBeNull()
  expect(asked.map((it) => it.local_only)).toEqual([true])
})

test('with a cloud there is a notice, and the text can be kept on premises', async () => {
  const asked = await write(triageStatus('ready', true))
  expect(screen.getByText(messages.triage.cloudNotice)).toBeVisible()
  fireEvent.click(screen.getByLabelText(messages.triage.keep))
  expect(screen.getByText(messages.triage.kept)).toBeVisible()
  await advance(2_000)
  expect(asked.map((it) => it.local_only)).toEqual([false, true])
})

test('before the notice is shown text is local only', async () => {
  const status = deferred<void>()
  server.use(
    http.get(TRIAGE_STATUS, async () => {
      await status.promise
      return HttpResponse.json(triageStatus('ready', true))
    }),
  )
  const asked = recordRequests<ClassifyRequest>('post', CLASSIFY, () =>
    HttpResponse.json(suggestion()),
  )
  renderApp('/new')
  type('Description', TEXT)
  await advance(2_000)
  expect(asked.map((it) => it.local_only)).toEqual([true])
  status.resolve()
  await advance(2_000)
  expect(screen.getByText(messages.triage.cloudNotice)).toBeVisible()
})

test('a slow model shows how long it took', async () => {
  await write(triageStatus('ready'), [suggestion({ elapsed_ms: 4_210 })])
  expect(screen.getByText(messages.triage.took({ seconds: 4.2 }))).toBeVisible()
})

test('it tells what was redacted', async () => {
  await write(triageStatus('unreachable', true), [
    suggestion({ source: 'openai', redacted: { email: 2, phone: 1 } }),
  ])
  expect(
    screen.getByText('Redacted before sending: 2 email addresses, 1 phone number.'),
  ).toBeVisible()
  expect(screen.getAllByText(messages.triage.byCloud)).toHaveLength(2)
})
