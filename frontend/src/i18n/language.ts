/** Which language the pages speak: the browser's, unless the reader has chosen one; kept in this browser. */

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
/** `switches` grows with every switch: what was rendered before it is in another language. */
let current: { choice: LanguageChoice; switches: number } = { choice: 'system', switches: 0 }
let requests = 0
const store = createStore(() => current)

/**
 * Speaks the language that was chosen here before, or the browser's: to be awaited before anything is shown. When its
 * words cannot be fetched, others are better than none; the promise fails when there are none at all.
 */
export async function initLanguage(): Promise<void> {
  const kept = safeLocalStorage.getItem(KEY)
  const wanted: LanguageChoice = isLanguage(kept) ? kept : 'system'
  const tries = [wanted, ...LANGUAGES].map((it) => () => switchTo(it))
  await tries.reduce((before, next) => before.catch(next), Promise.reject<void>())
}

/** Fetches the language and switches; the promise fails, and all stays as it is, when it cannot be fetched. */
export async function setLanguage(wanted: LanguageChoice): Promise<void> {
  await switchTo(wanted)
  if (wanted === 'system') safeLocalStorage.removeItem(KEY)
  else safeLocalStorage.setItem(KEY, wanted)
}

export function useLanguageChoice(): LanguageChoice {
  return store.useSelected((it) => it.choice)
}

/** A key for the tree of components: with another one it is rendered anew, in other words. */
export function useLanguageKey(): number {
  return store.useSelected((it) => it.switches)
}

async function switchTo(wanted: LanguageChoice): Promise<void> {
  const language = wanted === 'system' ? languageFrom(navigator.languages) : wanted
  const request = ++requests
  const apply = await fetchMessages(language)
  // Slow catalogues may arrive in any order; the last wish counts.
  if (request !== requests) return
  apply(localeFor(language, navigator.languages))
  document.documentElement.lang = language
  document.documentElement.dir = directionOf(language)
  current = { choice: wanted, switches: current.switches + 1 }
  store.notify()
}
