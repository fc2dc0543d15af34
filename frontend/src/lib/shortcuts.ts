/** Single-key shortcuts, with the switch to turn them off that WCAG 2.1.4 asks for. */

import { useEffectEvent, useLayoutEffect } from 'react'
import { pressedKey } from './keyboard/pressed-key'
import { safeLocalStorage } from './storage'
import { createStore } from './store'

const KEY = 'quietdesk.shortcuts'
const store = createStore(shortcutsOn)

/** Runs `action` on a key press outside fields and dialogs, without modifiers; `false` leaves the key to others. */
export function useShortcut(key: string, action: () => unknown): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (pressedKey(event) !== key || event.defaultPrevented || isIgnored(event)) return
    // WCAG 2.1.4 is about printable characters; Escape is none.
    if (key.length === 1 && !shortcutsOn()) return
    if (action() !== false) event.preventDefault()
  })
  // A layout effect: the key must work as soon as the next ticket is visible.
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

function isIgnored(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return true
  const target = event.target
  if (!(target instanceof HTMLElement)) return false
  // A checkbox uses no key but the space bar.
  const field = 'input:not([type="checkbox"]), textarea, select, dialog, [role="menu"]'
  return target.isContentEditable || target.closest(field) !== null
}
