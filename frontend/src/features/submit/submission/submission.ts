/**
 * The name a ticket is sent under. What the person wrote and chose, sent again after an answer that was lost or a
 * reload, goes under the same name: the server then gives the ticket it made the first time.
 */

import type { NewTicket } from '@/api/types'
import { randomKey } from '@/lib/random-key'
import { sessionShelf } from '@/lib/storage'

/** `first`: what was sent under this name before anything else; suggestions may have filled in more since. */
export type Submission = { key: string; body: NewTicket; first: NewTicket }

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
