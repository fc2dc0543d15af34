/** What is wrong with a draft before the server is asked; the rules are the server's own. */

import type { FieldErrors } from '@/lib/api-error'
import { isBlank } from '@/lib/blank'
import { lengthOf } from '@/lib/code-points'
import { words } from '@/lib/words'
import type { Draft } from './draft'

/** In code points, as the database counts: an emoji is one. */
export const LIMITS = { title: 200, description: 50_000, requester: 254 } as const

export const FIELDS = ['title', 'description', 'requester', 'category', 'priority'] as const

/** Title and requester are trimmed before they are counted; a description is kept as it was typed. */
export function countedLength(name: keyof typeof LIMITS, text: string): number {
  return lengthOf(name === 'description' ? text : text.trim())
}

/** Sentences by field; empty when the draft may be sent. */
export function checkDraft(draft: Draft): FieldErrors {
  const errors: FieldErrors = {}
  const { required, tooLong, fields } = words.submit
  for (const name of ['title', 'description'] as const) {
    if (isBlank(draft[name])) errors[name] = [required[name]]
  }
  for (const name of ['title', 'description', 'requester'] as const) {
    const limit = LIMITS[name]
    if (countedLength(name, draft[name]) > limit)
      errors[name] = [tooLong({ field: fields[name], limit })]
  }
  return errors
}
