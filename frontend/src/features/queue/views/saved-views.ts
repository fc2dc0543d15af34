/** Views: the built-in ones, and those stored in this browser; damaged or refused storage costs the views only. */

import { messages } from '@/i18n/messages'
import { isBlank } from '@/lib/blank'
import { codePointLength } from '@/lib/code-points'
import { safeLocalStorage } from '@/lib/storage'
import { createStore } from '@/lib/store'
import { filtersFromParams, paramsFromFilters } from '@/tickets/filters'

/** `address`: the query string of the filters. */
export type SavedView = { readonly name: string; readonly address: string }

const KEY = 'quietdesk.views'
/** More would be hard to look through. */
export const VIEWS_MAX = 50
const NAME_MAX = 60

/** The views that everyone has. */
export function builtInViews(): readonly SavedView[] {
  const { views } = messages.queue
  return [
    { name: views.all, address: '' },
    { name: views.critical, address: 'status=open&status=in_progress&sort=priority' },
    { name: views.waiting, address: 'status=open&sort=oldest' },
  ]
}

let stored: readonly SavedView[] | null = null
const store = createStore(savedViews, followOtherTabs)

export function useSavedViews(): readonly SavedView[] {
  return store.useValue()
}

export function savedViews(): readonly SavedView[] {
  stored ??= read()
  return stored
}

/** Returns whether the browser stored them; if not, they live until the page is closed. */
export function setSavedViews(next: readonly SavedView[]): boolean {
  stored = next.slice(0, VIEWS_MAX)
  const text = JSON.stringify(stored)
  safeLocalStorage.setItem(KEY, text)
  store.notify()
  return safeLocalStorage.getItem(KEY) === text
}

/** Adds a view, or replaces the one with the same name. */
export function withView(before: readonly SavedView[], view: SavedView): readonly SavedView[] {
  const there = before.some((it) => it.name === view.name)
  return there ? before.map((it) => (it.name === view.name ? view : it)) : [...before, view]
}

/** The error message for a name; null when it is valid. */
export function nameError(name: string, taken: readonly string[]): string | null {
  const t = messages.queue.views
  const trimmed = name.trim()
  if (isBlank(trimmed)) return t.nameMissing
  if (codePointLength(trimmed) > NAME_MAX) return t.nameLong({ most: NAME_MAX })
  return taken.includes(trimmed) ? t.nameTaken : null
}

function read(): SavedView[] {
  try {
    const data: unknown = JSON.parse(safeLocalStorage.getItem(KEY) ?? '[]')
    return Array.isArray(data) ? data.flatMap(parseView).slice(0, VIEWS_MAX) : []
  } catch {
    return []
  }
}

/** Validates a stored view, and normalises its query string. */
function parseView(data: unknown): SavedView[] {
  const { name, address } = (data ?? {}) as Partial<Record<string, unknown>>
  if (typeof name !== 'string' || typeof address !== 'string' || name.trim() === '') return []
  return [{ name, address: normalized(address) }]
}

export function normalized(address: string): string {
  return paramsFromFilters(filtersFromParams(new URLSearchParams(address))).toString()
}

function followOtherTabs(): () => void {
  const onStorage = ({ key }: StorageEvent) => {
    if (key !== KEY && key !== null) return
    stored = null
    store.notify()
  }
  window.addEventListener('storage', onStorage)
  return () => {
    window.removeEventListener('storage', onStorage)
    // Views that were not stored live until the last component unmounts.
    stored = null
  }
}
