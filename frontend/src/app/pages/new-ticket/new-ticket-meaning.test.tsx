import { fireEvent, screen } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ClassifyRequest, Place, SourceState, Suggestion } from '@/api/types'
import { setLanguage } from '@/i18n/language'
import { messages } from '@/i18n/messages'
import { suggestion, triageStatus } from '@/testing/examples'
import { advance } from '@/testing/fake-clock'
import { renderApp } from '@/testing/render-app'
import { CLASSIFY, recordRequests, server, TRIAGE_STATUS } from '@/testing/server'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const byMeaning = (reasons: string[], changes: Partial<Suggestion> = {}) =>
  suggestion({
    source: 'classifier',
    model: 'multilingual-e5-small',
    confidence: { category: 0.91, priority: 0.72 },
    fell_through: [{ source: 'ollama', reason: 'unreachable' }],
    reasons,
    ...changes,
  })

let classifier: SourceState
let languages: (string | null)[]

beforeEach(() => {
  classifier = 'ready'
  languages = []
})

/** Opens the form on a desk without a model server and types a text; `replies` are those of classify, in turn. */
async function write(
  replies: Suggestion[],
  { place = 'machine', cloud = false }: { place?: Place; cloud?: boolean } = {},
) {
  server.use(
    http.get(TRIAGE_STATUS, () =>
      HttpResponse.json(triageStatus('off', cloud && 'standby', classifier, place)),
    ),
  )
  let turn = 0
  const asked = recordRequests<ClassifyRequest>('post', CLASSIFY, (_, request) => {
    languages.push(request.headers.get('Accept-Language'))
    turn += 1
    return HttpResponse.json(replies[Math.min(turn, replies.length) - 1])
  })
  renderApp('/new')
  await advance(100)
  type('The ward printer is jammed again')
  await advance(100)
  return asked
}

function type(text: string) {
  const field = document.querySelector('#description') as HTMLTextAreaElement
  fireEvent.change(field, { target: { value: text } })
  fireEvent.blur(field)
}

const line = () => document.querySelector('.reads-like') as HTMLElement

test.each([
  [[], 'Your text was compared on this machine.'],
  [['Paper jam'], 'Reads like “Paper jam”. Your text was compared on this machine.'],
  [
    ['Paper jam', 'Scanner stuck'],
    'Reads like “Paper jam” and “Scanner stuck”. Your text was compared on this machine.',
  ],
])('with the examples %j one sentence says what the text reads like', async (reasons, sentence) => {
  await write([byMeaning(reasons)])
  expect(line().textContent?.trim()).toBe(sentence)
  expect(screen.getByText('Suggested by meaning · 91% sure')).toBeVisible()
  expect(screen.getByText('Suggested by meaning · 72% sure')).toBeVisible()
})

test('on an embedding server it says so', async () => {
  await write([byMeaning(['Paper jam'])], { place: 'server' })
  expect(line()).toHaveTextContent('Your text was compared on your own server.')
})

test('in German too', async () => {
  await setLanguage('de')
  await write([byMeaning(['Paper jam', 'Papierstau'])])
  expect(line()).toHaveTextContent(
    'Liest sich wie „Paper jam“ und „Papierstau“. Ihr Text wurde auf diesem Rechner verglichen.',
  )
  expect(screen.getByText(/^Vorschlag nach Bedeutung · 91/)).toBeVisible()
})

test('an example of any script is text, isolated, in no known language, and cut at a word', async () => {
  const arabic = 'الطابعة لا تعمل'
  const long =
    'The label printer in the laboratory on the third floor is jammed once more <b>today</b>'
  await write([byMeaning([arabic, long])])
  const [first, second] = [...line().querySelectorAll('bdi')]
  expect(first).toHaveTextContent(arabic)
  expect(first).toHaveAttribute('lang', '')
  expect(second?.textContent).toBe('The label printer in the laboratory on the…')
})

test('an example in wide characters is cut earlier', async () => {
  await write([byMeaning(['採血室に1台の採血管準備装置が、患者受信待ちのまま動きません。'])])
  expect(line().querySelector('bdi')?.textContent).toBe(
    '採血室に1台の採血管準備装置が、患者受信待ちの…',
  )
})

test('the punctuation of a Hebrew example stays with it', async () => {
  const question = 'למה המדפסת לא עובדת?'
  await write([byMeaning([question, 'Printer (3rd floor)'])])
  expect([...line().querySelectorAll('bdi')].map((it) => it.textContent)).toEqual([
    question,
    'Printer (3rd floor)',
  ])
})

test('markup in an example stays text, and so do the marks of messages', async () => {
  await write([byMeaning(['<img src=x onerror=alert(1)>', "{example} '{0}' #"])])
  expect(line().querySelector('img')).toBeNull()
  expect(line()).toHaveTextContent('<img src=x onerror=alert(1)>')
  expect(line()).toHaveTextContent("“{example} '{0}' #”")
})

test('unsure labels are not filled in, and what the text reads like is shown all the same', async () => {
  await write([byMeaning(['Paper jam'], { confidence: { category: 0.54, priority: 0.44 } })])
  expect(screen.getByText(messages.triage.unsure({ value: 'Billing' }))).toBeVisible()
  expect(screen.getByText(messages.triage.unsure({ value: 'High' }))).toBeVisible()
  expect(screen.getByLabelText('Category')).toHaveValue('')
  expect(line()).toHaveTextContent('Reads like “Paper jam”.')
})

test.each(['ready', 'off'] as const)(
  'the words of keywords are no examples, with the classifier %s',
  async (state) => {
    classifier = state
    await write([suggestion({ source: 'keywords', reasons: ['jammed'] })])
    expect(screen.getAllByText(/^Suggested by keywords: jammed/)).toHaveLength(2)
    expect(line()).toBeNull()
  },
)

test('while it loads keywords answer; once it is ready it is asked', async () => {
  classifier = 'warming'
  const loading = suggestion({
    source: 'keywords',
    fell_through: [
      { source: 'ollama', reason: 'unreachable' },
      { source: 'classifier', reason: 'warming' },
    ],
  })
  const asked = await write([loading, byMeaning(['Paper jam'])])
  expect(screen.getByText(messages.triage.comparing({ source: 'by keywords' }))).toBeVisible()
  await advance(20_000)
  expect(asked).toHaveLength(1)
  classifier = 'ready'
  await advance(5_000)
  expect(asked).toHaveLength(2)
  expect(line()).toHaveTextContent('Reads like “Paper jam”.')
  await advance(60_000)
  expect(asked).toHaveLength(2)
})

test('while the local model loads it says that the suggestion came by meaning', async () => {
  await write([
    byMeaning(['Paper jam'], { fell_through: [{ source: 'ollama', reason: 'warming' }] }),
  ])
  expect(screen.getByText(messages.triage.warming({ source: 'by meaning' }))).toBeVisible()
})

test.each(['machine', 'server'] as const)(
  'kept on premises the form says who reads the text: on the %s',
  async (place) => {
    await write([byMeaning([])], { place, cloud: true })
    fireEvent.click(screen.getByLabelText(messages.triage.keep))
    expect(
      screen.getByText(messages.triage.keptMeaning({ place: messages.triage.places[place] })),
    ).toBeVisible()
  },
)

test('the language chosen by hand is that of the examples; else the browser’s own stands', async () => {
  await write([byMeaning([])])
  expect(languages.at(-1)).not.toBe('de')
  await setLanguage('de')
  type('The ward printer is jammed again, and so is the scanner')
  await advance(100)
  expect(languages.at(-1)).toBe('de')
  await setLanguage('system')
  type('The ward printer is jammed again, and so is the copier')
  await advance(100)
  expect(languages.at(-1)).not.toBe('de')
})
