import { fireEvent, screen } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Question, Suggestion, TriageStatus } from '@/api/types'
import { words } from '@/i18n/messages'
import { suggestion, triageStatus } from '@/testing/examples'
import { pass } from '@/testing/passing'
import { renderApp } from '@/testing/render-app'
import { CLASSIFY, records, server, TRIAGE_STATUS } from '@/testing/server'

// What happens over time: the clock is the test's, and moves only when it says so.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const TEXT = 'The same amount appears twice on my statement'
const standIn = (reason: string) =>
  suggestion({ source: 'keywords', fell_through: [{ source: 'ollama', reason }] })

let status: TriageStatus

/** Opens the form on a desk in the given state and writes; `replies` are what classify answers, in turn. */
async function write(at: TriageStatus, replies: Suggestion[] = [suggestion()]) {
  status = at
  server.use(http.get(TRIAGE_STATUS, () => HttpResponse.json(status)))
  let turn = 0
  const asked = records<Question>('post', CLASSIFY, () => {
    turn += 1
    return HttpResponse.json(replies[Math.min(turn, replies.length) - 1])
  })
  renderApp('/new')
  await pass(100)
  type('Description', TEXT)
  fireEvent.blur(screen.getByLabelText('Description'))
  await pass(100)
  return asked
}

function type(label: string, value: string) {
  fireEvent.change(screen.getByLabelText(label), { target: { value } })
}

test('while the local model warms up keywords stand in; once it is ready it is asked', async () => {
  const asked = await write(triageStatus('warming'), [standIn('warming'), suggestion()])
  expect(screen.getByText(words.triage.warming)).toBeVisible()
  await pass(20_000)
  expect(asked).toHaveLength(1)
  status = triageStatus('ready')
  await pass(5_000)
  expect(asked).toHaveLength(2)
  expect(screen.getAllByText(words.triage.byModel)).toHaveLength(2)
  await pass(60_000)
  expect(asked).toHaveLength(2)
})

test('a busy model is asked again a few times, then left in peace', async () => {
  const asked = await write(triageStatus('ready'), [standIn('busy')])
  await pass(120_000)
  expect(asked).toHaveLength(6)
})

test('a model that is away is not waited for', async () => {
  const asked = await write(triageStatus('unreachable'), [standIn('unreachable')])
  await pass(60_000)
  expect(asked).toHaveLength(1)
})

test('who has chosen everything needs no better suggestion', async () => {
  const asked = await write(triageStatus('warming'), [standIn('warming')])
  type('Category', 'account')
  type('Priority', 'low')
  status = triageStatus('ready')
  await pass(30_000)
  expect(asked).toHaveLength(1)
})

test('without a cloud there is no notice, and text is asked about as local only', async () => {
  const asked = await write(triageStatus('ready'))
  expect(screen.queryByLabelText(words.triage.keep)).toBeNull()
  expect(asked.map((it) => it.local_only)).toEqual([true])
})

test('with a cloud the form says so, and the text can be kept on premises', async () => {
  const asked = await write(triageStatus('ready', true))
  expect(screen.getByText(words.triage.cloudNotice)).toBeVisible()
  fireEvent.click(screen.getByLabelText(words.triage.keep))
  expect(screen.getByText(words.triage.kept)).toBeVisible()
  await pass(2_000)
  expect(asked.map((it) => it.local_only)).toEqual([false, true])
})

test('before the notice could be shown no text may leave', async () => {
  let arrive: () => void = () => {}
  const known = new Promise<void>((resolve) => {
    arrive = resolve
  })
  server.use(
    http.get(TRIAGE_STATUS, async () => {
      await known
      return HttpResponse.json(triageStatus('ready', true))
    }),
  )
  const asked = records<Question>('post', CLASSIFY, () => HttpResponse.json(suggestion()))
  renderApp('/new')
  type('Description', TEXT)
  await pass(2_000)
  expect(asked.map((it) => it.local_only)).toEqual([true])
  arrive()
  await pass(2_000)
  expect(screen.getByText(words.triage.cloudNotice)).toBeVisible()
})

test('a slow model says how long it took', async () => {
  await write(triageStatus('ready'), [suggestion({ elapsed_ms: 4_210 })])
  expect(screen.getByText(words.triage.took({ seconds: 4.2 }))).toBeVisible()
})

test('what was blacked out before the text left is told', async () => {
  await write(triageStatus('unreachable', true), [
    suggestion({ source: 'openai', redacted: { email: 2, phone: 1 } }),
  ])
  expect(
    screen.getByText('Blacked out before the text left: 2 email addresses, 1 phone number.'),
  ).toBeVisible()
  expect(screen.getAllByText(words.triage.byCloud)).toHaveLength(2)
})
