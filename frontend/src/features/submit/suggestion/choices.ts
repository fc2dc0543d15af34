/** The value of a select: the person's choice, else a confident suggestion, else none. */

import type { Category, Priority, SuggestedField, Suggestion } from '@/api/types'

export type Choices = { category?: Category; priority?: Priority }

type Suggested = { value: Category | Priority; confident: boolean; confidence: number | null }

/** Below these a suggestion is not prefilled. The same as in the back end's keyword tier, whose tests compare them. */
const PREFILL_THRESHOLDS = { category: 0.55, priority: 0.45 }

export function suggestedFor(suggestion: Suggestion, field: SuggestedField): Suggested {
  const confidence = suggestion.confidence[field]
  const value = suggestion[`suggested_${field}`]
  // Null: the source does not measure its confidence.
  return {
    value,
    confidence,
    confident: confidence === null || confidence >= PREFILL_THRESHOLDS[field],
  }
}

export function shownValue(
  chosen: Choices,
  suggestion: Suggestion | null,
  field: SuggestedField,
): Category | Priority | '' {
  if (chosen[field]) return chosen[field]
  const suggested = suggestion && suggestedFor(suggestion, field)
  return suggested?.confident ? suggested.value : ''
}
