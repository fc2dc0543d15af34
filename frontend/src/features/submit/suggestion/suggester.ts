/**
 * Requests suggestions while someone types: debounced, or when a field loses the focus. One request at a time; the
 * latest text follows when it has returned. Knows nothing of the page.
 */

import { LIMITS } from '@/api/limits'
import type { ClassifyRequest, Suggestion } from '@/api/types'
import { codePointLength } from '@/lib/code-points'
import { createStore } from '@/lib/store'

export const DEBOUNCE_MS = 500
const MIN_LENGTH = 10
const MAX_LENGTH = LIMITS.ClassifyRequest.description.maxLength
/** How often one text is classified again because the local model was not ready. */
const MAX_REPEATS = 5
const CACHE_SIZE = 20

export type SuggesterState = {
  suggestion: Suggestion | null
  /** Whether the suggestion belongs to the present text. */
  current: boolean
  pending: boolean
  failed: boolean
}

type FetchSuggestion = (request: ClassifyRequest, signal: AbortSignal) => Promise<Suggestion>

export class Suggester {
  #state: SuggesterState = { suggestion: null, current: false, pending: false, failed: false }
  #answers = new Map<string, Suggestion>()
  #newest: ClassifyRequest | null = null
  #shownFor = ''
  #repeats = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #page = new AbortController()

  constructor(private readonly fetchSuggestion: FetchSuggestion) {}

  getState = (): SuggesterState => this.#state

  readonly store = createStore(this.getState)

  /** Starts the timer; returns the cleanup, which aborts the request under way. */
  start = () => {
    this.#page = new AbortController()
    this.#timer ??= setTimeout(this.flush, DEBOUNCE_MS)
    return () => {
      clearTimeout(this.#timer)
      this.#timer = undefined
      this.#page.abort()
      this.#change({ pending: false })
    }
  }

  /** To be called when the text has changed: requests a suggestion after the debounce. */
  update(request: ClassifyRequest): void {
    if (this.#newest && keyOf(request) === keyOf(this.#newest)) return
    this.#newest = request
    this.#repeats = 0
    this.#cancelPause()
    const known = isClassifiable(request) ? this.#answers.get(keyOf(request)) : null
    if (known !== undefined) {
      this.#show(known, request)
      return
    }
    this.#change({ current: this.#shownFor === keyOf(request), failed: false })
    this.#timer = setTimeout(this.flush, DEBOUNCE_MS)
  }

  /** Ends the debounce: requests at once, unless the text is cached or a request is under way. */
  flush = (): void => {
    this.#cancelPause()
    const request = this.#newest
    if (!request || !isClassifiable(request) || this.#state.pending) return
    if (this.#answers.has(keyOf(request))) return
    void this.#send(request)
  }

  /** Requests the same text again, after a failure. */
  retry = (): void => {
    if (this.#newest) this.#answers.delete(keyOf(this.#newest))
    this.flush()
  }

  /** Requests the same text again because the model is ready; false after MAX_REPEATS. */
  repeat = (): boolean => {
    if (this.#repeats >= MAX_REPEATS) return false
    this.#repeats += 1
    this.retry()
    return true
  }

  async #send(request: ClassifyRequest): Promise<void> {
    const { signal } = this.#page
    this.#change({ pending: true, failed: false })
    const answer = await this.fetchSuggestion(request, signal).catch(() => null)
    if (signal.aborted) return
    this.#change({ pending: false })
    if (answer) this.#receive(request, answer)
    else if (this.#isNewest(request)) this.#change({ failed: true })
    // While someone types, the debounce will send the latest text; otherwise it is due now.
    if (!this.#isNewest(request) && this.#timer === undefined) this.flush()
  }

  #receive(request: ClassifyRequest, answer: Suggestion): void {
    this.#remember(request, answer)
    // A suggestion for a prefix of the text still helps; one for replaced text would mislead.
    if (this.#newest && continues(request, this.#newest)) this.#show(answer, request)
  }

  #remember(request: ClassifyRequest, answer: Suggestion): void {
    this.#answers.set(keyOf(request), answer)
    const [oldest] = this.#answers.keys()
    if (this.#answers.size > CACHE_SIZE && oldest !== undefined) this.#answers.delete(oldest)
  }

  #show(suggestion: Suggestion | null, request: ClassifyRequest): void {
    this.#shownFor = keyOf(request)
    this.#change({ suggestion, current: this.#isNewest(request), failed: false })
  }

  #isNewest(request: ClassifyRequest): boolean {
    return this.#newest !== null && keyOf(request) === keyOf(this.#newest)
  }

  #cancelPause(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #change(changes: Partial<SuggesterState>): void {
    this.#state = { ...this.#state, ...changes }
    this.store.notify()
  }
}

function isClassifiable({ description }: ClassifyRequest): boolean {
  const length = codePointLength(description.trim())
  return length >= MIN_LENGTH && length <= MAX_LENGTH
}

function continues(before: ClassifyRequest, now: ClassifyRequest): boolean {
  return (
    before.local_only === now.local_only &&
    (now.title ?? '').startsWith(before.title ?? '') &&
    now.description.startsWith(before.description)
  )
}

function keyOf({ title, description, local_only }: ClassifyRequest): string {
  return JSON.stringify([title, description, local_only])
}
