/** Chooses between the two versions of a field that two people have changed; the result can still be edited. */

import { messages } from '@/i18n/messages'
import type { TextFieldName } from './text-merge'
import type { FieldConflict } from './use-text-edit'

type Props = {
  name: TextFieldName
  fieldConflict: FieldConflict
  value: string
  onChoose: (value: string) => void
}

export function FieldConflictChoice({ name, fieldConflict, value, onChoose }: Props) {
  const t = messages.ticket
  const choices = [
    { key: 'theirs', label: t.conflictTheirs, text: fieldConflict.theirs[name] },
    { key: 'mine', label: t.conflictYours, text: fieldConflict.mine[name] },
  ]
  return (
    <fieldset className="field-conflict">
      <legend>{t.fieldConflictOf({ field: messages.labels.field[name] })}</legend>
      {choices.map((it) => (
        <label key={it.key}>
          <input
            type="radio"
            name={`field-conflict-${name}`}
            checked={value === it.text}
            onChange={() => onChoose(it.text)}
          />
          <span className="field-conflict-side">
            <strong>{it.label}</strong>
            <span className="field-conflict-text" dir="auto">
              {it.text}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
