/** The form for a note: it keeps a draft, and sends a note once. */

import { type FormEvent, type KeyboardEvent, useRef, useState } from 'react'
import { LIMITS } from '@/api/limits'
import type { Note } from '@/api/types'
import { ErrorBanner } from '@/components/notice'
import { TextField } from '@/components/text-field'
import { useToast } from '@/components/toasts'
import { errorMessage, type FieldErrors, fieldMessages } from '@/i18n/error-message'
import { messages } from '@/i18n/messages'
import { isBlank } from '@/lib/blank'
import { codePointLength } from '@/lib/code-points'
import { isSubmitShortcut } from '@/lib/keyboard/submit-shortcut'
import { useLeaveWarning } from '@/lib/leave-warning'
import { oneLineError } from '@/tickets/one-line'
import { useMounted } from '../use-mounted'
import { useNoteDraft } from './use-note-draft'
import { useSendNote } from './use-send-note'
import './notes.css'

const MAX_LENGTHS = {
  text: LIMITS.NoteCreateRequest.text.maxLength,
  author: LIMITS.NoteCreateRequest.author.maxLength,
} as const

type Props = { ticketId: number; onWritten: (note: Note) => void }

export function NoteComposer({ ticketId, onWritten }: Props) {
  const draft = useNoteDraft(ticketId)
  const { send, sending, errors, failure, done } = useSending(ticketId, draft, onWritten)
  useLeaveWarning(draft.text !== '')
  const t = messages.ticket
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isSubmitShortcut(event)) return
    event.preventDefault()
    send()
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    send()
  }

  return (
    <form
      className="composer"
      aria-label={t.writeNote}
      noValidate
      onSubmit={onSubmit}
      onKeyDown={onKeyDown}
    >
      <TextField
        id="note-text"
        label={t.note}
        hint={t.noteHint}
        errors={errors.text}
        count={{
          count: codePointLength(draft.text),
          limit: MAX_LENGTHS.text,
          shownFrom: 9_000,
          spokenFrom: 9_500,
        }}
        locked={sending}
        rows={3}
        value={draft.text}
        onChange={draft.changeText}
      />
      {failure !== null && (
        <ErrorBanner title={t.noteFailed} error={failure} onRetry={send} busy={sending} />
      )}
      <div className="composer-foot">
        <TextField
          id="note-author"
          label={t.author}
          errors={errors.author}
          optional
          autoComplete="name"
          locked={sending}
          value={draft.author}
          onChange={draft.changeAuthor}
        />
        <button type="submit" className="button primary" aria-disabled={sending}>
          {sending ? t.sendingNote : t.sendNote}
        </button>
      </div>
      <p className="visually-hidden" role="status">
        {done && t.noteAdded}
      </p>
    </form>
  )
}

function useSending(
  ticketId: number,
  draft: ReturnType<typeof useNoteDraft>,
  onWritten: (note: Note) => void,
) {
  const mutation = useSendNote(ticketId)
  const toast = useToast()
  const here = useMounted()
  const [errors, setErrors] = useState<FieldErrors>({})
  const [failure, setFailure] = useState<unknown>(null)
  // State is a render late: two clicks within one frame would both see "not sending".
  const busy = useRef(false)

  const send = async () => {
    if (busy.current) return
    const wrong = check(draft.text, draft.author)
    setErrors(wrong)
    if (Object.keys(wrong).length > 0) return focusFirst(wrong)
    busy.current = true
    try {
      const note = await mutation.mutateAsync(draft.attempt())
      draft.clear()
      setFailure(null)
      onWritten(note)
    } catch (error) {
      if (here.current) refuse(error)
      else tell(error)
    } finally {
      busy.current = false
    }
  }
  const refuse = (error: unknown) => {
    const { text, author } = draft
    const fields = fieldMessages(error, { values: { text, author }, maxLengths: MAX_LENGTHS })
    const known = 'text' in fields || 'author' in fields
    setErrors(known ? fields : {})
    setFailure(known ? null : error)
  }
  /** The ticket was closed before the response arrived: a toast tells about the failure. */
  const tell = (error: unknown) => {
    const title = messages.ticket.noteFailedOn({ id: ticketId })
    toast.show({ key: `note-${ticketId}`, tone: 'bad', text: `${title} ${errorMessage(error)}` })
  }
  const done = mutation.isSuccess && draft.text === ''
  return { send, sending: mutation.isPending, errors, failure, done }
}

function check(text: string, author: string): FieldErrors {
  const errors: FieldErrors = {}
  if (isBlank(text)) errors.text = [messages.ticket.noteBlank]
  else if (codePointLength(text) > MAX_LENGTHS.text)
    errors.text = [messages.errors.tooLong({ limit: MAX_LENGTHS.text })]
  const refused = oneLineError(author.trim())
  if (codePointLength(author.trim()) > MAX_LENGTHS.author) {
    errors.author = [messages.errors.tooLong({ limit: MAX_LENGTHS.author })]
  } else if (refused !== null) errors.author = [refused]
  return errors
}

function focusFirst(errors: FieldErrors): void {
  document.getElementById(errors.text ? 'note-text' : 'note-author')?.focus()
}
