/** A text field of one line, or of several with `rows`; the text direction follows the content (dir=auto). */

import type { ReactNode, Ref } from 'react'
import { Counter } from './counter'
import { Field } from './field'

type Props = {
  id: string
  label: string
  value: string
  onChange: (value: string) => void
  onBlur?: () => void
  hint?: ReactNode
  optional?: boolean
  errors?: readonly string[] | undefined
  /** The counter, for fields whose limit people may reach. */
  count?: Parameters<typeof Counter>[0]
  /** Read-only while it is sent: what is typed then would be lost. */
  locked: boolean
  /** For the browser's autofill. */
  autoComplete?: string
} & ({ rows: number; ref?: never } | { rows?: never; ref?: Ref<HTMLInputElement> })

export function TextField(props: Props) {
  const { id, label, hint, optional, errors, count, rows, ref } = props
  const { value, onChange, onBlur, locked, autoComplete = 'off' } = props
  const writing = {
    dir: 'auto',
    readOnly: locked,
    value,
    onChange: ({ target }: { target: { value: string } }) => onChange(target.value),
    onBlur,
  }
  return (
    <Field
      id={id}
      label={label}
      hint={hint}
      optional={optional ?? false}
      errors={errors}
      aside={count && <Counter {...count} />}
    >
      {(control) =>
        rows === undefined ? (
          <input {...control} {...writing} ref={ref} type="text" autoComplete={autoComplete} />
        ) : (
          <textarea {...control} {...writing} rows={rows} />
        )
      }
    </Field>
  )
}
