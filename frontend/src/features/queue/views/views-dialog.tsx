/** Where one's own views are kept: save the present filters, give another name, delete with Undo. */

import { type FormEvent, useId, useState } from 'react'
import { Sheet } from '@/components/dialog'
import { words } from '@/i18n/messages'
import {
  nameProblem,
  type SavedView,
  savedViews,
  setSavedViews,
  useSavedViews,
  VIEWS_MAX,
  withView,
} from './saved-views'
import './views-dialog.css'

type Props = { address: string; onClose: () => void }

export default function ViewsSheet({ address, onClose }: Props) {
  const saved = useSavedViews()
  // Said in the sheet: behind it a message with Undo could be neither heard nor reached.
  const [said, setSaid] = useState<{ text: string; undo?: () => void } | null>(null)
  const says = words.queue.views

  const keep = (views: readonly SavedView[], text: string, undo?: () => void) => {
    const kept = setSavedViews(views)
    setSaid({ text: kept ? text : says.notKept, ...(undo && { undo }) })
  }
  const save = (name: string) => keep(withView(saved, { name, address }), says.saved({ name }))
  const rename = (view: SavedView, name: string) => {
    const renamed = saved.map((it) => (it === view ? { ...it, name } : it))
    keep(renamed, says.renamed({ name }))
  }
  const remove = (view: SavedView, at: number) => {
    keep(saved.toSpliced(at, 1), says.deleted({ name: view.name }), () => {
      // Others may have come or gone since.
      const now = savedViews().filter((it) => it.name !== view.name)
      keep(now.toSpliced(at, 0, view), says.saved({ name: view.name }))
    })
  }

  return (
    <Sheet title={says.title} onClose={onClose}>
      {saved.length < VIEWS_MAX ? (
        <NameForm label={says.saveAs} action={says.save} onName={save} taken={[]} />
      ) : (
        <p>{says.most({ most: VIEWS_MAX })}</p>
      )}
      <p className="soft">{says.hint}</p>
      <div className="views-said" role="status">
        {said && <p>{said.text}</p>}
        {said?.undo && (
          <button type="button" className="button small" onClick={said.undo}>
            {words.queue.undo}
          </button>
        )}
      </div>
      {saved.length === 0 ? (
        <p>{says.none}</p>
      ) : (
        <ul className="views" aria-label={says.own}>
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
    </Sheet>
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
  const says = words.queue.views
  if (renaming) {
    return (
      <li>
        <NameForm
          label={says.newName({ name: view.name })}
          action={says.rename}
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
        aria-label={says.renameView({ name: view.name })}
        onClick={() => setRenaming(true)}
      >
        {says.rename}
      </button>
      <button
        type="button"
        className="button small quiet"
        aria-label={says.deleteView({ name: view.name })}
        onClick={onRemove}
      >
        {says.delete}
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
  const problem = nameProblem(name, taken)
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
          // biome-ignore lint/a11y/noAutofocus: asked for by opening the sheet, or by Rename
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
