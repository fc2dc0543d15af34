/** Chooses the period of the figures below. */

import { messages } from '@/i18n/messages'
import { DAYS } from './use-days'

type Props = { days: number; onChange: (days: number) => void }

export function DaysSwitch({ days, onChange }: Props) {
  return (
    <fieldset className="segments days-switch">
      <legend className="visually-hidden">{messages.dashboard.period}</legend>
      {DAYS.map((it) => (
        <label key={it}>
          <input
            type="radio"
            name="days"
            value={it}
            checked={it === days}
            onChange={() => onChange(it)}
          />
          <span>{messages.dashboard.days({ days: it })}</span>
        </label>
      ))}
    </fieldset>
  )
}
