/** The text fields of a ticket: title, description, requester. */

import { TextField } from '@/components/text-field'
import type { FieldErrors } from '@/i18n/error-message'
import { messages } from '@/i18n/messages'
import { counterOf } from '@/tickets/validation'
import type { Draft } from './draft'

type Props = {
  draft: Draft
  errors: FieldErrors
  /** Read-only while the ticket is sent. */
  locked: boolean
  onChange: (changes: Partial<Draft>) => void
  /** Called when a field that is classified loses the focus. */
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
