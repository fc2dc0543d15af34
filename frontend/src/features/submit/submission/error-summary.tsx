/** The error summary on top of the form; each error links to its field. */

import type { Ref } from 'react'
import { Icon } from '@/components/icons'
import type { FieldErrors } from '@/i18n/error-message'
import { messages } from '@/i18n/messages'
import { FIELDS } from './use-submission'

type Props = { errors: FieldErrors; general: readonly string[]; ref: Ref<HTMLDivElement> }

export function ErrorSummary({ errors, general, ref }: Props) {
  const wrong = FIELDS.filter((it) => errors[it])
  return (
    <div className="error-summary" role="alert" tabIndex={-1} ref={ref}>
      <h2>
        <Icon name="alert" />
        {messages.submit.notSubmitted}
      </h2>
      {general.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {wrong.length > 0 && (
        <ul>
          {wrong.map((field) => (
            <li key={field}>
              <a
                href={`#${field}`}
                onClick={(event) => {
                  // Without a change of the URL.
                  event.preventDefault()
                  document.getElementById(field)?.focus()
                }}
              >
                {errors[field]?.join(' ')}
              </a>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
