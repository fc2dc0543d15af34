/** Category and priority: a suggestion stands in them only as long as nobody has chosen. */

import type { SuggestedField, Suggestion } from '@/api/types'
import { Field } from '@/components/field'
import { Choice } from '@/components/select'
import type { FieldErrors } from '@/i18n/error-message'
import { words } from '@/i18n/messages'
import { SUGGESTED_FIELDS } from '@/tickets/filters'
import { LABELS } from '@/tickets/labels'
import { type Chosen, shownValue } from './suggestion/choices'
import { SuggestionHint } from './suggestion/suggestion-hint'

type Props = {
  chosen: Chosen
  suggestion: Suggestion | null
  errors: FieldErrors
  onChange: (chosen: Chosen) => void
}

export function ChoiceFields({ chosen, suggestion, errors, onChange }: Props) {
  const without = (field: SuggestedField) => {
    const { [field]: _, ...rest } = chosen
    return rest
  }
  return (
    <div className="choice-fields">
      {SUGGESTED_FIELDS.map((field) => (
        <Field
          key={field}
          id={field}
          label={words.submit.fields[field]}
          errors={errors[field]}
          hint={
            <SuggestionHint
              field={field}
              chosen={chosen}
              suggestion={suggestion}
              onUse={() => onChange(without(field))}
            />
          }
        >
          {(control) => (
            <Choice
              {...control}
              value={shownValue(chosen, suggestion, field)}
              onChange={({ target }) =>
                onChange(target.value ? { ...chosen, [field]: target.value } : without(field))
              }
            >
              <option value="">{words.submit.fields.unset}</option>
              {LABELS[field].map((value) => (
                <option key={value} value={value}>
                  {(words.labels[field] as Record<string, string>)[value]}
                </option>
              ))}
            </Choice>
          )}
        </Field>
      ))}
    </div>
  )
}
