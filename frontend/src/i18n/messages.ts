/** All texts of the interface in the present language. README.md in this folder tells how to add one. */

import type { catalogue as english } from './en/index'
import { setLocale } from './intl'
import type { Language } from './languages'
import { formatMessages, type MessagesOf } from './message-format'

export type Messages = MessagesOf<typeof english>

/** Only the chosen language is loaded. */
const CATALOGUES = { en: () => import('./en/index'), de: () => import('./de/index') }

/**
 * Read it while rendering or in event handlers, never at module level: it is undefined until a language is loaded,
 * and another object after each switch.
 */
export let messages: Messages

/** Loads a language; the result switches to it. */
export async function fetchMessages(language: Language): Promise<(locale: string) => void> {
  const { catalogue } = await CATALOGUES[language]()
  return (locale) => {
    setLocale(locale)
    // The compiled catalogue has the shape of its source.
    messages = formatMessages(
      catalogue as unknown as Parameters<typeof formatMessages>[0],
      locale,
    ) as Messages
  }
}
