/** The interface language: the browser's, unless the reader has chosen one; stored in this browser. */

import { safeLocalStorage } from '@/lib/storage'
import { createStore } from '@/lib/store'
import {
  directionOf,
  isLanguage,
  LANGUAGES,
  type Language,
  languageFrom,
  localeFor,
} from './languages'
import { fetchMessages } from './messages'

export type LanguageChoice = 'system' | Language
export const LANGUAGE_CHOICES: readonly LanguageChoice[] = ['system', ...LANGUAGES]

const KEY = 'quietdesk.language'
/** `switches` counts the switches of language: what was rendered before the last one has to be rendered again. */
let current: { choice: LanguageChoice; switches: number } = { choice: 'system', switches: 0 }
let requests = 0
const store = createStore(() => current)

/**
 * Loads the stored language, or the browser's; to be awaited before the first render. Falls back to any other
 * language; the promise rejects when none can be loaded.
 */
export async function initLanguage(): Promise<void> {
  const stored = safeLocalStorage.getItem(KEY)
  const next: LanguageChoice = isLanguage(stored) ? stored : 'system'
  const tries = [next, ...LANGUAGES].map((it) => () => switchTo(it))
  await tries.reduce((before, next) => before.catch(next), Promise.reject<void>())
}

/** Loads a language and switches to it; when it cannot be loaded, the promise rejects and nothing changes. */
export async function setLanguage(next: LanguageChoice): Promise<void> {
  await switchTo(next)
  if (next === 'system') safeLocalStorage.removeItem(KEY)
  else safeLocalStorage.setItem(KEY, next)
}

export function useLanguageChoice(): LanguageChoice {
  return store.useSelected((it) => it.choice)
}

/** The language that the reader has chosen; null where it is the browser's. */
export function chosenLanguage(): Language | null {
  return current.choice === 'system' ? null : current.choice
}

/** A React key that remounts the tree after a switch of language. */
export function useLanguageKey(): number {
  return store.useSelected((it) => it.switches)
}

async function switchTo(next: LanguageChoice): Promise<void> {
  const language = next === 'system' ? languageFrom(navigator.languages) : next
  const request = ++requests
  const apply = await fetchMessages(language)
  // Catalogues may arrive in any order; the last request wins.
  if (request !== requests) return
  apply(localeFor(language, navigator.languages))
  document.documentElement.lang = language
  document.documentElement.dir = directionOf(language)
  current = { choice: next, switches: current.switches + 1 }
  store.notify()
}
