/** Single-key shortcuts, with the switch to turn them off that WCAG 2.1.4 asks for. */

import { useEffectEvent, useLayoutEffect } from 'react'
import { safeLocalStorage } from './storage'
import { createStore } from './store'

const KEY = 'quietdesk.shortcuts'
const store = createStore(shortcutsOn)

/** Runs `action` when the key is pressed anywhere but in a field, a dialog or with a modifier; false: not for me. */
export function useShortcut(key: string, action: () => unknown): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== key || event.defaultPrevented || isBusy(event)) return
    // Escape is no printable character: the switch is not about it.
    if (key.length === 1 && !shortcutsOn()) return
    if (action() !== false) event.preventDefault()
  })
  // With the page and not after it: whoever sees the next ticket may press its key at once.
  useLayoutEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event)
    document.addEventListener('keydown', listener)
    return () => document.removeEventListener('keydown', listener)
  }, [])
}

export function useShortcutsOn(): boolean {
  return store.useValue()
}

export function setShortcutsOn(on: boolean): void {
  if (on) safeLocalStorage.removeItem(KEY)
  else safeLocalStorage.setItem(KEY, 'off')
  store.notify()
}

function shortcutsOn(): boolean {
  return safeLocalStorage.getItem(KEY) !== 'off'
}

function isBusy(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return true
  const target = event.target
  if (!(target instanceof HTMLElement)) return false
  // A checkbox takes the space bar and nothing else.
  const field = 'input:not([type="checkbox"]), textarea, select, dialog, [role="menu"]'
  return target.isContentEditable || target.closest(field) !== null
}
