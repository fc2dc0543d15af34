/** The fields in which a ticket is told: title, description, requester. */

import { TextField } from '@/components/text-field'
import type { FieldErrors } from '@/i18n/error-message'
import { messages } from '@/i18n/messages'
import { counterOf } from '@/tickets/validation'
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
  const t = messages.submit.fields
  return (
    <>
      <TextField
        id="title"
        label={t.title}
        hint={t.titleHint}
        errors={errors.title}
        count={counterOf('title', draft.title)}
        locked={locked}
        value={draft.title}
        onChange={(title) => onChange({ title })}
        onBlur={onLeave}
      />
      <TextField
        id="description"
        label={t.description}
        hint={t.descriptionHint}
        errors={errors.description}
        count={counterOf('description', draft.description)}
        locked={locked}
        rows={8}
        value={draft.description}
        onChange={(description) => onChange({ description })}
        onBlur={onLeave}
      />
      <TextField
        id="requester"
        label={t.requester}
        hint={t.requesterHint}
        optional
        errors={errors.requester}
        locked={locked}
        value={draft.requester}
        onChange={(requester) => onChange({ requester })}
      />
    </>
  )
}
