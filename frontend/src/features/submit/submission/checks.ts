/** What the form looks at, in its order, and what is wrong with it before the server is asked. */

import type { FieldErrors } from '@/api/error'
import { checkText } from '@/tickets/validation'
import type { Draft } from '../draft'

export const FIELDS = ['title', 'description', 'requester', 'category', 'priority'] as const

/** Sentences by field; empty when the draft may be sent. */
export function checkDraft({ title, description, requester }: Draft): FieldErrors {
  return checkText({ title, description, requester })
}
