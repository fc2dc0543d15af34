/** Edits title and description in place. */

import {
  type RefObject,
  type SyntheticEvent,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from 'react'
import type { Ticket } from '@/api/types'
import { Icon } from '@/components/icons'
import { ErrorBanner } from '@/components/notice'
import { TextField } from '@/components/text-field'
import { messages } from '@/i18n/messages'
import { pressedKey } from '@/lib/keyboard/pressed-key'
import { isSubmitShortcut } from '@/lib/keyboard/submit-shortcut'
import { useLeaveWarning } from '@/lib/leave-warning'
import { counterOf } from '@/tickets/validation'
import { DiscardDialog } from './discard-dialog'
import { FieldConflictChoice } from './field-conflict'
import { useTextEdit } from './use-text-edit'
import './editor.css'

type Props = { ticket: Ticket; onDone: () => void }

export function Editor({ ticket, onDone }: Props) {
  const edit = useTextEdit(ticket, onDone)
  const [asking, setAsking] = useState(false)
  const title = useRef<HTMLInputElement>(null)
  const t = messages.ticket
  useEffect(() => title.current?.focus(), [])
  useLeaveWarning(edit.changed)
  const cancel = () => (edit.changed ? setAsking(true) : edit.finish())
  useEscape(title, cancel)
  const save = (event: SyntheticEvent) => {
    event.preventDefault()
    edit.save()
  }
  const errors = edit.refusal.errors
  const fieldConflictOf = (name: 'title' | 'description') =>
    edit.fieldConflict?.fields.includes(name) && (
      <FieldConflictChoice
        name={name}
        fieldConflict={edit.fieldConflict}
        value={edit.text[name]}
        onChoose={(value) => edit.change({ [name]: value })}
      />
    )

  return (
    <form
      className="editor"
      aria-labelledby="edit-heading"
      noValidate
      onSubmit={save}
      onKeyDown={(event) => isSubmitShortcut(event) && save(event)}
    >
      <h1 id="edit-heading">{t.editing({ id: ticket.id })}</h1>
      {edit.restored && (
        <p className="soft" role="status">
          {t.editRestored}
        </p>
      )}
      {edit.fieldConflict && (
        <div className="conflict-head" role="alert">
          <h2>
            <Icon name="alert" />
            {t.conflictTitle}
          </h2>
          <p>{t.fieldConflictText}</p>
        </div>
      )}
      {fieldConflictOf('title')}
      <TextField
        id="edit-title"
        ref={title}
        label={messages.submit.fields.title}
        errors={errors.title}
        count={counterOf('title', edit.text.title)}
        locked={edit.saving}
        value={edit.text.title}
        onChange={(value) => edit.change({ title: value })}
      />
      {fieldConflictOf('description')}
      <TextField
        id="edit-description"
        label={messages.submit.fields.description}
        errors={errors.description}
        count={counterOf('description', edit.text.description)}
        locked={edit.saving}
        rows={8}
        value={edit.text.description}
        onChange={(description) => edit.change({ description })}
      />
      {edit.refusal.failure !== null && (
        <ErrorBanner
          title={t.editFailed}
          error={edit.refusal.failure}
          onRetry={edit.save}
          busy={edit.saving}
        />
      )}
      <div className="actions">
        <button type="submit" className="button primary" aria-disabled={edit.saving}>
          {edit.saving ? t.saving : t.save}
        </button>
        <button type="button" className="button" onClick={cancel}>
          {t.cancel}
        </button>
      </div>
      {asking && <DiscardDialog onKeep={() => setAsking(false)} onDiscard={edit.finish} />}
    </form>
  )
}

/** Escape cancels the edit, except in a dialog or another field. Capturing, to run before the page's shortcuts. */
function useEscape(inside: RefObject<HTMLInputElement | null>, action: () => void) {
  const run = useEffectEvent((event: KeyboardEvent) => {
    if (pressedKey(event) !== 'Escape' || !(event.target instanceof Element)) return
    const field = event.target.closest('input, textarea, select, dialog')
    if (field && !inside.current?.form?.contains(field)) return
    if (event.target.closest('dialog')) return
    event.preventDefault()
    action()
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => run(event)
    document.addEventListener('keydown', listener, { capture: true })
    return () => document.removeEventListener('keydown', listener, { capture: true })
  }, [])
}
