/** Submits the draft: validates it, sends it once, and sorts errors by field. */

import { useRef, useState } from 'react'
import { isOutcomeUnknown } from '@/api/idempotency'
import type { NewTicket, Suggestion, Ticket } from '@/api/types'
import { errorMessage, type FieldErrors, fieldMessages } from '@/i18n/error-message'
import { messages } from '@/i18n/messages'
import { checkText, MAX_LENGTHS } from '@/tickets/validation'
import type { Draft } from '../draft'
import { ticketAttempt, useCreateTicket } from './use-create-ticket'

/** The form's fields, in their order. */
export const FIELDS = ['title', 'description', 'requester', 'category', 'priority'] as const

/** Why a draft was refused: messages by field, and general ones. */
export type Refusal = { draft: Draft; errors: FieldErrors; general: string[] }

export function useSubmission(onCreated: (ticket: Ticket) => void) {
  const create = useCreateTicket()
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  // State is a render late: two clicks within one frame would both see "not sending".
  const sending = useRef(false)

  const submit = async (draft: Draft, suggestion: Suggestion | null) => {
    if (sending.current) return
    const errors = checkText(draft)
    if (Object.keys(errors).length > 0) return setRefusal({ draft, errors, general: [] })
    sending.current = true
    const attempt = ticketAttempt(draft, suggestion)
    try {
      const ticket = await create.mutateAsync(attempt)
      setRefusal(null)
      onCreated(ticket)
    } catch (error) {
      setRefusal({ draft, ...refusalOf(error, attempt.body) })
    } finally {
      sending.current = false
    }
  }
  return { submit, refusal, sending: create.isPending }
}

/** The errors of fields that were not changed since. */
export function remainingErrors({ draft: refused, errors }: Refusal, draft: Draft): FieldErrors {
  const inputOf = (of: Draft, field: (typeof FIELDS)[number]) =>
    field === 'category' || field === 'priority' ? of.chosen[field] : of[field]
  const unchanged = FIELDS.filter((it) => errors[it] && inputOf(draft, it) === inputOf(refused, it))
  return Object.fromEntries(unchanged.map((it) => [it, errors[it] ?? []]))
}

function refusalOf(error: unknown, values: NewTicket): Omit<Refusal, 'draft'> {
  const errors = fieldMessages(error, { values, maxLengths: MAX_LENGTHS })
  const known = FIELDS.filter((it) => errors[it])
  const others = Object.keys(errors).filter((it) => !known.some((field) => field === it))
  const general = others.flatMap((it) => errors[it] ?? [])
  if (known.length === 0 && general.length === 0) general.push(errorMessage(error))
  if (known.length === 0) general.push(messages.submit.textKept)
  if (isOutcomeUnknown(error)) general.push(messages.submit.maybeCreated)
  return { errors, general }
}
