/** Filters with a name, kept in this browser; broken or refused storage costs the views and nothing else. */

import { useSyncExternalStore } from 'react'
import { localShelf } from '@/lib/storage'
import { filtersFromParams, paramsFromFilters } from '@/tickets/filters'

/** `address`: the filters as the page's address has them. */
export type SavedView = { readonly name: string; readonly address: string }

const KEY = 'quietdesk.views'
/** More than anyone would look through. */
export const VIEWS_MAX = 50
export const NAME_MAX = 60

const listeners = new Set<() => void>()
let views: readonly SavedView[] | null = null

export function useSavedViews(): readonly SavedView[] {
  return useSyncExternalStore(subscribe, savedViews)
}

export function savedViews(): readonly SavedView[] {
  views ??= read()
  return views
}

/** Says whether the browser took it; the page has the views either way, until it is closed. */
export function setSavedViews(next: readonly SavedView[]): boolean {
  views = next.slice(0, VIEWS_MAX)
  const text = JSON.stringify(views)
  localShelf.setItem(KEY, text)
  for (const listener of listeners) listener()
  return localShelf.getItem(KEY) === text
}

/** The views with one more, or with another address for a name that is there already. */
export function withView(before: readonly SavedView[], view: SavedView): readonly SavedView[] {
  const there = before.some((it) => it.name === view.name)
  return there ? before.map((it) => (it.name === view.name ? view : it)) : [...before, view]
}

function read(): SavedView[] {
  try {
    const kept: unknown = JSON.parse(localShelf.getItem(KEY) ?? '[]')
    return Array.isArray(kept) ? kept.flatMap(viewOf).slice(0, VIEWS_MAX) : []
  } catch {
    return []
  }
}

/** What looks like a view, with its address as this version of the pages would write it. */
function viewOf(kept: unknown): SavedView[] {
  const { name, address } = (kept ?? {}) as Partial<Record<string, unknown>>
  if (typeof name !== 'string' || typeof address !== 'string' || name.trim() === '') return []
  return [{ name, address: canonical(address) }]
}

export function canonical(address: string): string {
  return paramsFromFilters(filtersFromParams(new URLSearchParams(address))).toString()
}

function subscribe(listener: () => void): () => void {
  // Another tab may have changed them.
  const onStorage = ({ key }: StorageEvent) => {
    if (key !== KEY && key !== null) return
    views = null
    listener()
  }
  listeners.add(listener)
  window.addEventListener('storage', onStorage)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', onStorage)
    // What was refused by the storage lives as long as the page shows it.
    if (listeners.size === 0) views = null
  }
}
