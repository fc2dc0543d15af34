/** The hint below a select: its help text, then the suggestion's source and confidence, or a button that applies it. */

import type { SuggestedField, Suggestion } from '@/api/types'
import { Icon } from '@/components/icons'
import { formatList } from '@/i18n/intl'
import { messages } from '@/i18n/messages'
import { confidenceText } from '@/tickets/confidence'
import { type Choices, suggestedFor } from './choices'

type Props = {
  field: SuggestedField
  chosen: Choices
  suggestion: Suggestion | null
  onUse: () => void
}

export function SuggestionHint({ field, chosen, suggestion, onUse }: Props) {
  const t = messages.triage
  // The help text reserves the space of the suggestion.
  if (!suggestion) return messages.submit.fields[`${field}Hint`]

  const { value, confident, confidence } = suggestedFor(suggestion, field)
  const name = (messages.labels[field] as Record<string, string>)[value] ?? value
  if (chosen[field] === value) return <SourceLine text={t.matches} />
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
  return <SourceLine text={`${sourceText(suggestion)}${percent}`} />
}

function SourceLine({ text }: { text: string }) {
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
  if (source === 'classifier') return messages.triage.byMeaning
  return reasons.length > 0
    ? messages.triage.byKeywordsFor({ reasons: formatList(reasons) })
    : messages.triage.byKeywords
}
