/** The state of an edit: its text, its base version, errors and conflicts. */

import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Ticket } from '@/api/types'
import { type FieldErrors, fieldMessages } from '@/i18n/error-message'
import { patchTicket } from '@/tickets/api/cache'
import { conflictOf, useTicketUpdate } from '@/tickets/api/update'
import { checkText, MAX_LENGTHS } from '@/tickets/validation'
import { clearEditDraft, readEditDraft, saveEditDraft } from './edit-draft'
import {
  type Base,
  baseOf,
  mergeText,
  TEXT_FIELDS,
  type Text,
  type TextFieldName,
  textChanges,
  textOf,
} from './text-merge'

/** The fields that two people have changed, in both versions. */
export type FieldConflict = { fields: TextFieldName[]; theirs: Ticket; mine: Text }
export type Refusal = { errors: FieldErrors; failure: unknown }

/** How often a save is merged and retried before the person is told. */
const MAX_ROUNDS = 3
const NO_ERRORS: Refusal = { errors: {}, failure: null }

export function useTextEdit(ticket: Ticket, onDone: () => void) {
  const client = useQueryClient()
  const update = useTicketUpdate(ticket.id)
  const [restored] = useState(() => readEditDraft(ticket.id))
  const [base, setBase] = useState<Base>(restored?.base ?? baseOf(ticket))
  const [text, setText] = useState<Text>(restored?.text ?? textOf(ticket))
  const [fieldConflict, setFieldConflict] = useState<FieldConflict | null>(null)
  const [refusal, setRefusal] = useState<Refusal>(NO_ERRORS)
  const saving = useRef(false)
  const against = fieldConflict ? baseOf(fieldConflict.theirs) : base

  const change = (changes: Partial<Text>) => {
    const next = { ...text, ...changes }
    setText(next)
    // Until a conflict is resolved the draft keeps its old base: after a reload the conflict is found again.
    saveEditDraft(ticket.id, { base, text: next })
  }
  const finish = () => {
    clearEditDraft(ticket.id)
    onDone()
  }
  /** Sends the changed fields; on a conflict merges, and asks only about fields that both have changed. */
  const attempt = async (from: Base, mine: Text, round: number): Promise<void> => {
    const changes = textChanges(from, mine)
    if (Object.keys(changes).length === 0) return finish()
    try {
      await update.mutateAsync({ changes, ifVersion: from.version })
      return finish()
    } catch (error) {
      const theirs = conflictOf(error)
      if (!theirs) throw error
      patchTicket(client, ticket.id, theirs)
      const next = mergeText(from, mine, theirs)
      setText(next.text)
      if (next.conflicting.length > 0) {
        saveEditDraft(ticket.id, { base: from, text: next.text })
        return setFieldConflict({ fields: next.conflicting, theirs, mine: next.text })
      }
      if (round === MAX_ROUNDS) throw error
      setBase(baseOf(theirs))
      saveEditDraft(ticket.id, { base: baseOf(theirs), text: next.text })
      return attempt(baseOf(theirs), next.text, round + 1)
    }
  }
  const save = async () => {
    if (saving.current) return
    const errors = checkText(text)
    setRefusal({ errors, failure: null })
    if (Object.keys(errors).length > 0) return focusFirst(errors)
    saving.current = true
    try {
      await attempt(against, text, 1)
    } catch (error) {
      setRefusal(refusalOf(error, text))
    } finally {
      saving.current = false
    }
  }
  return {
    text,
    change,
    save,
    finish,
    fieldConflict,
    refusal,
    restored: restored !== null,
    saving: update.isPending,
    changed: Object.keys(textChanges(base, text)).length > 0,
  }
}

function refusalOf(error: unknown, values: Text): Refusal {
  const fields = fieldMessages(error, { values, maxLengths: MAX_LENGTHS })
  const known = TEXT_FIELDS.some((name) => name in fields)
  return known ? { errors: fields, failure: null } : { errors: {}, failure: error }
}

function focusFirst(errors: FieldErrors): void {
  document.getElementById(errors.title ? 'edit-title' : 'edit-description')?.focus()
}
