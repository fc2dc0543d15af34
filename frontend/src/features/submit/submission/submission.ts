/**
 * The name a ticket is sent under. What the person wrote and chose, sent again after an answer that was lost or a
 * reload, goes under the same name: the server then gives the ticket it made the first time.
 */

import type { Category, NewTicket, Priority, Suggestion } from '@/api/types'
import { randomKey } from '@/lib/random-key'
import { sessionShelf } from '@/lib/storage'
import type { Draft } from '../draft'
import { shownValue } from '../suggestion/choices'

/** `first`: what was sent under this name before anything else; suggestions may have filled in more since. */
export type Submission = { key: string; body: NewTicket; first: NewTicket }

/** The request's body. */
export function newTicket(draft: Draft, suggestion: Suggestion | null): NewTicket {
  const category = shownValue(draft.chosen, suggestion, 'category') as Category | ''
  const priority = shownValue(draft.chosen, suggestion, 'priority') as Priority | ''
  const requester = draft.requester.trim()
  return {
    title: draft.title.trim(),
    description: draft.description,
    ...(requester && { requester }),
    ...(category && { category }),
    ...(priority && { priority }),
    ...(suggestion && { suggestion: suggestion.suggestion }),
  }
}

type Kept = { key: string; first: NewTicket; own: string }

const SHELF = 'quietdesk.submission'

/** `own`: of the body, what the person wrote and chose. Only a change of that is another ticket. */
export function submissionOf(body: NewTicket, own: NewTicket): Submission {
  const kept = read()
  if (kept && kept.own === JSON.stringify(own)) return { key: kept.key, body, first: kept.first }
  const submission: Kept = { key: randomKey(), first: body, own: JSON.stringify(own) }
  sessionShelf.setItem(SHELF, JSON.stringify(submission))
  return { key: submission.key, body, first: body }
}

/** Called when the ticket is known to be filed: the next one like it is meant. */
export function forgetSubmission(): void {
  sessionShelf.removeItem(SHELF)
}

/** Null for whatever else storage may hold. */
function read(): Kept | null {
  try {
    const kept = Object(JSON.parse(sessionShelf.getItem(SHELF) ?? 'null'))
    const whole = typeof kept.key === 'string' && kept.first instanceof Object
    return whole && typeof kept.own === 'string' ? kept : null
  } catch {
    return null
  }
}
