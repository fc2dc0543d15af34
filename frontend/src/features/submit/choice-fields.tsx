/** Category and priority, prefilled with the suggestion until the person chooses. */

import type { SuggestedField, Suggestion } from '@/api/types'
import { Field } from '@/components/field'
import { Select } from '@/components/select'
import type { FieldErrors } from '@/i18n/error-message'
import { messages } from '@/i18n/messages'
import { SUGGESTED_FIELDS } from '@/tickets/filters'
import { LABELS } from '@/tickets/labels'
import { type Choices, shownValue } from './suggestion/choices'
import { SuggestionHint } from './suggestion/suggestion-hint'

type Props = {
  chosen: Choices
  suggestion: Suggestion | null
  errors: FieldErrors
  onChange: (chosen: Choices) => void
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
          label={messages.submit.fields[field]}
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
            <Select
              {...control}
              value={shownValue(chosen, suggestion, field)}
              onChange={({ target }) =>
                onChange(target.value ? { ...chosen, [field]: target.value } : without(field))
              }
            >
              <option value="">{messages.submit.fields.unset}</option>
              {LABELS[field].map((value) => (
                <option key={value} value={value}>
                  {(messages.labels[field] as Record<string, string>)[value]}
                </option>
              ))}
            </Select>
          )}
        </Field>
      ))}
    </div>
  )
}
