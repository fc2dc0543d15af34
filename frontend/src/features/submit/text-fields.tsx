/** The fields in which a ticket is told: title, description, requester. */

import { Counter } from '@/components/counter'
import { Field } from '@/components/field'
import type { FieldErrors } from '@/lib/api-error'
import { countedLength, LIMITS } from '@/lib/ticket-text'
import { words } from '@/lib/words'
import type { Draft } from './draft'

type Props = {
  draft: Draft
  errors: FieldErrors
  /** While the ticket is being sent, what is typed would be lost. */
  locked: boolean
  onChange: (changes: Partial<Draft>) => void
  /** The person has left a field that triage reads. */
  onLeave: () => void
}

export function TextFields({ draft, errors, locked, onChange, onLeave }: Props) {
  const says = words.submit.fields
  return (
    <>
      <Field
        id="title"
        label={says.title}
        hint={says.titleHint}
        errors={errors.title}
        aside={
          <Counter
            count={countedLength('title', draft.title)}
            limit={LIMITS.title}
            spokenFrom={180}
          />
        }
      >
        {(control) => (
          <input
            {...control}
            dir="auto"
            readOnly={locked}
            type="text"
            autoComplete="off"
            value={draft.title}
            onChange={(event) => onChange({ title: event.target.value })}
            onBlur={onLeave}
          />
        )}
      </Field>
      <Field
        id="description"
        label={says.description}
        hint={says.descriptionHint}
        errors={errors.description}
        aside={
          <Counter
            count={countedLength('description', draft.description)}
            limit={LIMITS.description}
            shownFrom={45_000}
            spokenFrom={49_000}
          />
        }
      >
        {(control) => (
          <textarea
            {...control}
            dir="auto"
            readOnly={locked}
            rows={8}
            value={draft.description}
            onChange={(event) => onChange({ description: event.target.value })}
            onBlur={onLeave}
          />
        )}
      </Field>
      <Field
        id="requester"
        label={says.requester}
        hint={says.requesterHint}
        errors={errors.requester}
        optional
      >
        {(control) => (
          <input
            {...control}
            dir="auto"
            readOnly={locked}
            type="text"
            autoComplete="off"
            value={draft.requester}
            onChange={(event) => onChange({ requester: event.target.value })}
          />
        )}
      </Field>
    </>
  )
}
