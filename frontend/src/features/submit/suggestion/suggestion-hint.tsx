/** The line under a choice: what it is about, then who suggested its value, how sure, and how to take the suggestion after all. */

import type { SuggestedField, Suggestion } from '@/api/types'
import { Icon } from '@/components/icons'
import { list } from '@/i18n/intl'
import { words } from '@/i18n/messages'
import { sureness } from '@/tickets/confidence'
import { type Chosen, suggestedFor } from './choices'

type Props = {
  field: SuggestedField
  chosen: Chosen
  suggestion: Suggestion | null
  onUse: () => void
}

export function SuggestionHint({ field, chosen, suggestion, onUse }: Props) {
  const says = words.triage
  // Where the suggestion will be: a gap would look as if something were missing.
  if (!suggestion) return words.submit.fields[`${field}Hint`]

  const { value, sure, confidence } = suggestedFor(suggestion, field)
  const name = (words.labels[field] as Record<string, string>)[value] ?? value
  if (chosen[field] === value) return <Provenance text={says.matches} />
  if (chosen[field]) {
    return (
      <button type="button" className="button small" onClick={onUse}>
        <Icon name="spark" />
        {says.use({ value: name })}
      </button>
    )
  }
  if (!sure) return <span className="unsure">{says.unsure({ value: name })}</span>
  const percent = confidence === null ? '' : ` · ${sureness(confidence)}`
  return <Provenance text={`${byWhom(suggestion)}${percent}`} />
}

function Provenance({ text }: { text: string }) {
  return (
    <span className="provenance-line">
      <Icon name="spark" />
      {text}
    </span>
  )
}

function byWhom({ source, reasons }: Suggestion): string {
  if (source === 'ollama') return words.triage.byModel
  if (source === 'openai') return words.triage.byCloud
  return reasons.length > 0
    ? words.triage.byKeywordsFor({ reasons: list(reasons) })
    : words.triage.byKeywords
}
