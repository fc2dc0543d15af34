/** The selected tickets of the queue, in a store, so that only the rows concerned render again. */

import { createStore } from '@/lib/store'

export type Selection = ReadonlySet<number>

const NONE: Selection = new Set()
let selected: Selection = NONE
const store = createStore(() => selected)
/** Where a range that is extended with Shift begins. */
let anchor: number | null = null

export function useSelection(): Selection {
  return store.useValue()
}

export function useSelected(id: number): boolean {
  return store.useSelected((it) => it.has(id))
}

export function selection(): Selection {
  return selected
}

/** Whether a shortcut applies to the selection: not while the focus is in an open ticket, which may cover it. */
export function shortcutsTargetSelection(): boolean {
  return selected.size > 0 && !document.activeElement?.closest('.ticket')
}

export function select(id: number, on: boolean): void {
  anchor = id
  change((next) => (on ? next.add(id) : next.delete(id)))
}

/** Selects or deselects all from the anchor to this ticket, in the order of the list. */
export function selectRange(id: number, on: boolean, order: readonly number[]): void {
  const here = order.indexOf(id)
  const from = anchor === null ? here : order.indexOf(anchor)
  const known = from >= 0 && here >= 0
  const range = known ? order.slice(Math.min(from, here), Math.max(from, here) + 1) : [id]
  anchor = id
  change((next) => {
    for (const it of range) on ? next.add(it) : next.delete(it)
  })
}

export function selectAll(ids: readonly number[]): void {
  change((next) => {
    for (const id of ids) next.add(id)
  })
}

/** Deselects what is no longer listed: nothing is changed that is not shown. */
export function retainSelected(ids: readonly number[]): void {
  const shown = new Set(ids)
  if ([...selected].every((id) => shown.has(id))) return
  change((next) => {
    for (const id of selected) if (!shown.has(id)) next.delete(id)
  })
}

export function clearSelection(): void {
  anchor = null
  if (selected.size > 0) change((next) => next.clear())
}

function change(how: (next: Set<number>) => unknown): void {
  const next = new Set(selected)
  how(next)
  selected = next.size === 0 ? NONE : next
  store.notify()
}
