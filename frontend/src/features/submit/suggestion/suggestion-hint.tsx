/** The line under a choice: what it is about, then who suggested its value, how sure, and how to take the suggestion after all. */

import type { SuggestedField, Suggestion } from '@/api/types'
import { Icon } from '@/components/icons'
import { formatList } from '@/i18n/intl'
import { messages } from '@/i18n/messages'
import { confidenceText } from '@/tickets/confidence'
import { type Chosen, suggestedFor } from './choices'

type Props = {
  field: SuggestedField
  chosen: Chosen
  suggestion: Suggestion | null
  onUse: () => void
}

export function SuggestionHint({ field, chosen, suggestion, onUse }: Props) {
  const t = messages.triage
  // Where the suggestion will be: a gap would look as if something were missing.
  if (!suggestion) return messages.submit.fields[`${field}Hint`]

  const { value, confident, confidence } = suggestedFor(suggestion, field)
  const name = (messages.labels[field] as Record<string, string>)[value] ?? value
  if (chosen[field] === value) return <Provenance text={t.matches} />
  if (chosen[field]) {
    return (
      <button type="button" className="button small" onClick={onUse}>
        <Icon name="spark" />
        {t.use({ value: name })}
      </button>
    )
  }
  if (!confident) return <span className="unsure">{t.unsure({ value: name })}</span>
  const percent = confidence === null ? '' : ` · ${confidenceText(confidence)}`
  return <Provenance text={`${sourceText(suggestion)}${percent}`} />
}

function Provenance({ text }: { text: string }) {
  return (
    <span className="provenance-line">
      <Icon name="spark" />
      {text}
    </span>
  )
}

function sourceText({ source, reasons }: Suggestion): string {
  if (source === 'ollama') return messages.triage.byModel
  if (source === 'openai') return messages.triage.byCloud
  return reasons.length > 0
    ? messages.triage.byKeywordsFor({ reasons: formatList(reasons) })
    : messages.triage.byKeywords
}
