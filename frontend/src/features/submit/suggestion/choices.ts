/** What a field shows and what is sent: the person's choice, else a suggestion that is sure of itself, else nothing. */

import type { Category, Priority, SuggestedField, Suggestion } from '@/api/types'

export type Chosen = { category?: Category; priority?: Priority }

type Suggested = { value: Category | Priority; confident: boolean; confidence: number | null }

/** Below this a suggestion is told, not filled in; set on the backend's evaluation set (triage/keywords/reader.py). */
const PREFILL_THRESHOLDS = { category: 0.55, priority: 0.45 }

export function suggestedFor(suggestion: Suggestion, field: SuggestedField): Suggested {
  const confidence = suggestion.confidence[field]
  const value = suggestion[`suggested_${field}`]
  // Null means that the source does not measure, not that it doubts.
  return {
    value,
    confidence,
    confident: confidence === null || confidence >= PREFILL_THRESHOLDS[field],
  }
}

export function shownValue(
  chosen: Chosen,
  suggestion: Suggestion | null,
  field: SuggestedField,
): Category | Priority | '' {
  if (chosen[field]) return chosen[field]
  const suggested = suggestion && suggestedFor(suggestion, field)
  return suggested?.confident ? suggested.value : ''
}
