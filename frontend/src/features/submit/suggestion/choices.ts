/** What a field shows and what is sent: the person's choice, else a suggestion that is sure of itself, else nothing. */

import type { Category, NewTicket, Priority, Suggestion } from '@/api/types'
import type { Draft } from '../draft'

export type ChoiceField = 'category' | 'priority'
export type Chosen = { category?: Category; priority?: Priority }

type Suggested = { value: Category | Priority; sure: boolean; confidence: number | null }

/** Below this a suggestion is told, not filled in; set on the backend's evaluation set (triage/keywords/reader.py). */
const SURE = { category: 0.55, priority: 0.45 }

export function suggestedFor(suggestion: Suggestion, field: ChoiceField): Suggested {
  const confidence = suggestion.confidence[field]
  const value = suggestion[`suggested_${field}`]
  // Null means that the source does not measure, not that it doubts.
  return { value, confidence, sure: confidence === null || confidence >= SURE[field] }
}

export function shownValue(
  chosen: Chosen,
  suggestion: Suggestion | null,
  field: ChoiceField,
): Category | Priority | '' {
  if (chosen[field]) return chosen[field]
  const suggested = suggestion && suggestedFor(suggestion, field)
  return suggested?.sure ? suggested.value : ''
}

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
