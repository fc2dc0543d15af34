/**
 * What is sent, and the name it is sent under. The same draft sent again, after an answer that was lost or a reload,
 * is the same submission to the letter: the server then gives the ticket it made the first time.
 */

import type { NewTicket } from '@/lib/api-types'
import { randomKey } from '@/lib/random-key'
import { sessionShelf } from '@/lib/storage'

export type Submission = { key: string; body: NewTicket }

const SHELF = 'quietdesk.submission'

/** A new name only where the person has changed something: a newer suggestion for the same values is no change. */
export function submissionOf(body: NewTicket): Submission {
  const kept = read()
  if (kept && saying(kept.body) === saying(body)) return kept
  const submission = { key: randomKey(), body }
  sessionShelf.setItem(SHELF, JSON.stringify(submission))
  return submission
}

/** Called when the ticket is known to be filed: the next one like it is meant. */
export function forgetSubmission(): void {
  sessionShelf.removeItem(SHELF)
}

function saying({ suggestion: _, ...rest }: NewTicket): string {
  return JSON.stringify(rest, Object.keys(rest).sort())
}

/** Null for whatever else storage may hold. */
function read(): Submission | null {
  try {
    const kept = Object(JSON.parse(sessionShelf.getItem(SHELF) ?? 'null'))
    return typeof kept.key === 'string' && kept.body instanceof Object ? kept : null
  } catch {
    return null
  }
}
