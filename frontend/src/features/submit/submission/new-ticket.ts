/** The body of the request that creates a ticket. */

import type { Category, NewTicket, Priority, Suggestion } from '@/api/types'
import type { Draft } from '../draft'
import { shownValue } from '../suggestion/choices'

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
