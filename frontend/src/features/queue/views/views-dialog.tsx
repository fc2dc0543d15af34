/** The dialog of saved views: save the present filters, rename, delete with Undo. */

import { type FormEvent, useId, useState } from 'react'
import { Dialog } from '@/components/dialog'
import { messages } from '@/i18n/messages'
import {
  nameError,
  type SavedView,
  savedViews,
  setSavedViews,
  useSavedViews,
  VIEWS_MAX,
  withView,
} from './saved-views'
import './views-dialog.css'

type Props = { address: string; onClose: () => void }

export default function ViewsDialog({ address, onClose }: Props) {
  const saved = useSavedViews()
  // In the dialog: a toast behind a modal dialog is neither read out nor reachable.
  const [status, setStatus] = useState<{ text: string; undo?: () => void } | null>(null)
  const t = messages.queue.views

  const store = (views: readonly SavedView[], text: string, undo?: () => void) => {
    const stored = setSavedViews(views)
    setStatus({ text: stored ? text : t.notStored, ...(undo && { undo }) })
  }
  const save = (name: string) => store(withView(saved, { name, address }), t.saved({ name }))
  const rename = (view: SavedView, name: string) => {
    const renamed = saved.map((it) => (it === view ? { ...it, name } : it))
    store(renamed, t.renamed({ name }))
  }
  const remove = (view: SavedView, at: number) => {
    store(saved.toSpliced(at, 1), t.deleted({ name: view.name }), () => {
      // The list may have changed since.
      const now = savedViews().filter((it) => it.name !== view.name)
      store(now.toSpliced(at, 0, view), t.saved({ name: view.name }))
    })
  }

  return (
    <Dialog title={t.title} onClose={onClose}>
      {saved.length < VIEWS_MAX ? (
        <NameForm label={t.saveAs} action={t.save} onName={save} taken={[]} />
      ) : (
        <p>{t.most({ most: VIEWS_MAX })}</p>
      )}
      <p className="soft">{t.hint}</p>
      <div className="views-status" role="status">
        {status && <p>{status.text}</p>}
        {status?.undo && (
          <button type="button" className="button small" onClick={status.undo}>
            {messages.queue.undo}
          </button>
        )}
      </div>
      {saved.length === 0 ? (
        <p>{t.none}</p>
      ) : (
        <ul className="views" aria-label={t.own}>
          {saved.map((view, at) => (
            <ViewLine
              key={view.name}
              view={view}
              taken={saved.filter((it) => it !== view).map((it) => it.name)}
              onRename={(name) => rename(view, name)}
              onRemove={() => remove(view, at)}
            />
          ))}
        </ul>
      )}
    </Dialog>
  )
}

type LineProps = {
  view: SavedView
  taken: readonly string[]
  onRename: (name: string) => void
  onRemove: () => void
}

function ViewLine({ view, taken, onRename, onRemove }: LineProps) {
  const [renaming, setRenaming] = useState(false)
  const t = messages.queue.views
  if (renaming) {
    return (
      <li>
        <NameForm
          label={t.newName({ name: view.name })}
          action={t.rename}
          initial={view.name}
          taken={taken}
          onName={(name) => {
            setRenaming(false)
            onRename(name)
          }}
        />
      </li>
    )
  }
  return (
    <li className="view-line">
      <span className="view-name">{view.name}</span>
      <button
        type="button"
        className="button small quiet"
        aria-label={t.renameView({ name: view.name })}
        onClick={() => setRenaming(true)}
      >
        {t.rename}
      </button>
      <button
        type="button"
        className="button small quiet"
        aria-label={t.deleteView({ name: view.name })}
        onClick={onRemove}
      >
        {t.delete}
      </button>
    </li>
  )
}

type FormProps = {
  label: string
  action: string
  initial?: string
  taken: readonly string[]
  onName: (name: string) => void
}

function NameForm({ label, action, initial = '', taken, onName }: FormProps) {
  const [name, setName] = useState(initial)
  const [tried, setTried] = useState(false)
  const id = useId()
  const problem = nameError(name, taken)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(problem !== null)
    if (problem !== null) return document.getElementById(id)?.focus()
    onName(name.trim())
    setName('')
  }
  return (
    <form className="name-form" onSubmit={submit} noValidate>
      <label htmlFor={id}>{label}</label>
      <span className="name-line">
        <input
          id={id}
          value={name}
          autoComplete="off"
          // biome-ignore lint/a11y/noAutofocus: requested by opening the dialog, or by Rename
          autoFocus
          aria-invalid={(tried && problem !== null) || undefined}
          aria-describedby={`${id}-problem`}
          onChange={(event) => setName(event.target.value)}
        />
        <button type="submit" className="button">
          {action}
        </button>
      </span>
      <p className="field-error" id={`${id}-problem`} role="alert">
        {tried && problem}
      </p>
    </form>
  )
}
