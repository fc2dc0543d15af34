/** One field that two people wrote: both values, and a choice between them; what is chosen can be edited below. */

import { words } from '@/i18n/messages'
import type { TextName } from './text-merge'
import type { Contest } from './use-text-edit'

type Props = {
  name: TextName
  contest: Contest
  value: string
  onChoose: (value: string) => void
}

export function Contested({ name, contest, value, onChoose }: Props) {
  const says = words.ticket
  const choices = [
    { key: 'theirs', label: says.conflictTheirs, text: contest.theirs[name] },
    { key: 'mine', label: says.conflictYours, text: contest.mine[name] },
  ]
  return (
    <fieldset className="contested">
      <legend>{says.contestOf({ field: words.labels.field[name] })}</legend>
      {choices.map((it) => (
        <label key={it.key}>
          <input
            type="radio"
            name={`contested-${name}`}
            checked={value === it.text}
            onChange={() => onChoose(it.text)}
          />
          <span className="contested-side">
            <strong>{it.label}</strong>
            <span className="contested-text" dir="auto">
              {it.text}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
