/** Category and priority: a suggestion stands in them only as long as nobody has chosen. */

import { Choice } from '@/components/choice'
import { Field } from '@/components/field'
import type { FieldErrors } from '@/lib/api-error'
import type { Suggestion } from '@/lib/api-types'
import { CATEGORIES, PRIORITIES } from '@/lib/labels'
import { words } from '@/lib/words'
import { type ChoiceField, type Chosen, shownValue } from './choices'
import { SuggestionHint } from './suggestion-hint'

type Props = {
  chosen: Chosen
  suggestion: Suggestion | null
  errors: FieldErrors
  onChange: (chosen: Chosen) => void
}

const OPTIONS: Record<ChoiceField, readonly string[]> = {
  category: CATEGORIES,
  priority: PRIORITIES,
}

export function ChoiceFields({ chosen, suggestion, errors, onChange }: Props) {
  const without = (field: ChoiceField) => {
    const { [field]: _, ...rest } = chosen
    return rest
  }
  return (
    <div className="choice-fields">
      {(['category', 'priority'] as const).map((field) => (
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
              {OPTIONS[field].map((value) => (
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
