/** The colour scheme: light, dark or as the system has it; public/theme.js applies it before the first paint. */

import { useSyncExternalStore } from 'react'
import { localShelf } from './storage'

export type Theme = 'system' | 'light' | 'dark'
export const THEMES: readonly Theme[] = ['system', 'light', 'dark']

const KEY = 'quietdesk.theme'
const listeners = new Set<() => void>()

export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, currentTheme)
}

export function setTheme(theme: Theme): void {
  if (theme === 'system') {
    delete document.documentElement.dataset.theme
    localShelf.removeItem(KEY)
  } else {
    document.documentElement.dataset.theme = theme
    localShelf.setItem(KEY, theme)
  }
  for (const listener of listeners) listener()
}

function currentTheme(): Theme {
  const set = document.documentElement.dataset.theme
  return set === 'light' || set === 'dark' ? set : 'system'
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
