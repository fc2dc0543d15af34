/** The colour scheme: light, dark or the system's; public/first.js applies it before the first paint. */

import { safeLocalStorage } from './storage'
import { createStore } from './store'

export type Theme = 'system' | 'light' | 'dark'
export const THEMES: readonly Theme[] = ['system', 'light', 'dark']

const KEY = 'quietdesk.theme'
const store = createStore(currentTheme)

export function useTheme(): Theme {
  return store.useValue()
}

export function setTheme(theme: Theme): void {
  if (theme === 'system') {
    delete document.documentElement.dataset.theme
    safeLocalStorage.removeItem(KEY)
  } else {
    document.documentElement.dataset.theme = theme
    safeLocalStorage.setItem(KEY, theme)
  }
  setBrowserColour(theme)
  store.notify()
}

/** Sets the browser's theme colour: of the two in index.html, the chosen scheme's. */
function setBrowserColour(theme: Theme): void {
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[data-scheme]')) {
    const { scheme } = meta.dataset
    const chosen = scheme === theme ? 'all' : 'not all'
    meta.media = theme === 'system' ? `(prefers-color-scheme: ${scheme})` : chosen
  }
}

function currentTheme(): Theme {
  const set = document.documentElement.dataset.theme
  return set === 'light' || set === 'dark' ? set : 'system'
}
