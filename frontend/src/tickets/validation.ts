/** What is wrong with the text of a ticket before the server is asked; the rules are the server's own. */

import type { FieldErrors } from '@/api/error'
import { words } from '@/i18n/messages'
import { isBlank } from '@/lib/blank'
import { lengthOf } from '@/lib/code-points'

/** In code points, as the database counts: an emoji is one. */
export const LIMITS = { title: 200, description: 50_000, requester: 254 } as const

/** Title and requester are trimmed before they are counted; a description is kept as it was typed. */
export function countedLength(name: keyof typeof LIMITS, text: string): number {
  return lengthOf(name === 'description' ? text : text.trim())
}

/** From where on a counter is shown, and spoken: a description's only when the limit comes near. */
const COUNTED = {
  title: { spokenFrom: 180 },
  description: { shownFrom: 45_000, spokenFrom: 49_000 },
} as const

/** What a counter beside the field says. */
export function countOf(name: keyof typeof COUNTED, text: string) {
  return { count: countedLength(name, text), limit: LIMITS[name], ...COUNTED[name] }
}

type Text = { title: string; description: string; requester?: string }

/** Sentences by field; empty when the text may be sent. */
export function checkText(given: Text): FieldErrors {
  const errors: FieldErrors = {}
  const { required, tooLong, fields } = words.submit
  for (const name of ['title', 'description'] as const) {
    if (isBlank(given[name])) errors[name] = [required[name]]
  }
  for (const name of ['title', 'description', 'requester'] as const) {
    const limit = LIMITS[name]
    if (countedLength(name, given[name] ?? '') > limit)
      errors[name] = [tooLong({ field: fields[name], limit })]
  }
  return errors
}
