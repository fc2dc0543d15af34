/** Checks the text of a ticket before the server does; the limits are the API's own. */

import { LIMITS } from '@/api/limits'
import type { FieldErrors, Sent } from '@/i18n/error-message'
import { messages } from '@/i18n/messages'
import { isBlank } from '@/lib/blank'
import { codePointLength } from '@/lib/code-points'
import { oneLineError } from './one-line'

const { title, description, requester } = LIMITS.TicketCreateRequest

/** In code points. */
export const MAX_LENGTHS = {
  title: title.maxLength,
  description: description.maxLength,
  requester: requester.maxLength,
} as const

/** What completes the messages about a refused search. */
export function sentSearch(search: string): Sent {
  const { maxLength, maxWords } = LIMITS.TicketsListQuery.search
  return { values: { search }, maxLengths: { search: maxLength }, maxWords }
}

/** Title and requester are trimmed before they are counted; a description is kept as it was typed. */
export function countedLength(name: keyof typeof MAX_LENGTHS, text: string): number {
  return codePointLength(name === 'description' ? text : text.trim())
}

/** From which length on the counter is shown, and read out. */
const COUNTERS = {
  title: { spokenFrom: 180 },
  description: { shownFrom: 45_000, spokenFrom: 49_000 },
} as const

/** The counter beside the field. */
export function counterOf(name: keyof typeof COUNTERS, text: string) {
  return { count: countedLength(name, text), limit: MAX_LENGTHS[name], ...COUNTERS[name] }
}

type Text = { title: string; description: string; requester?: string }

/** Sentences by field; empty when the text may be sent. */
export function checkText(text: Text): FieldErrors {
  const errors: FieldErrors = {}
  const { required, tooLong, fields } = messages.submit
  for (const name of ['title', 'description'] as const) {
    if (isBlank(text[name])) errors[name] = [required[name]]
  }
  for (const name of ['title', 'description', 'requester'] as const) {
    const limit = MAX_LENGTHS[name]
    if (countedLength(name, text[name] ?? '') > limit)
      errors[name] = [tooLong({ field: fields[name], limit })]
  }
  for (const name of ['title', 'requester'] as const) {
    const refused = oneLineError((text[name] ?? '').trim())
    if (refused !== null) errors[name] = [refused]
  }
  return errors
}
