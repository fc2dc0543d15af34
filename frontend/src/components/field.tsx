/** A labelled control with hint and error, tied together for assistive technology. */

import type { ReactNode } from 'react'
import { messages } from '@/i18n/messages'

type ControlProps = {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
}

type Props = {
  id: string
  label: string
  hint?: ReactNode
  optional?: boolean
  errors?: readonly string[] | undefined
  /** Shown at the end of the label's line, such as a counter. */
  aside?: ReactNode
  children: (control: ControlProps) => ReactNode
}

export function Field({ id, label, hint, optional, errors = [], aside, children }: Props) {
  const described = [hint ? `${id}-hint` : '', errors.length > 0 ? `${id}-error` : '']
  return (
    <div className={errors.length > 0 ? 'field wrong' : 'field'}>
      <div className="field-head">
        <label htmlFor={id}>
          {label}
          {optional && <span className="soft"> {messages.submit.fields.optional}</span>}
        </label>
        {aside}
      </div>
      {children({
        id,
        'aria-describedby': described.filter(Boolean).join(' ') || undefined,
        'aria-invalid': errors.length > 0 || undefined,
      })}
      {errors.length > 0 && (
        <p className="field-error" id={`${id}-error`}>
          {errors.join(' ')}
        </p>
      )}
      {hint && (
        <div className="field-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
    </div>
  )
}
