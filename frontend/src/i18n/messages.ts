/** Every word of the interface, in the language that is spoken just now. README.md beside this tells how to add one. */

import type { catalogue as english } from './en/index'
import { setLocale } from './intl'
import type { Language } from './languages'
import { formatMessages, type MessagesOf } from './message-format'

export type Messages = MessagesOf<typeof english>

/** Only the chosen language is fetched. */
const CATALOGUES = { en: () => import('./en/index'), de: () => import('./de/index') }

/**
 * Read it while rendering or acting, never while a module loads: it is empty until a language has been
 * fetched, and is another object after each switch.
 */
export let messages: Messages

/** Fetches a language; what it gives back makes the pages speak it. */
export async function fetchMessages(language: Language): Promise<(locale: string) => void> {
  const { catalogue } = await CATALOGUES[language]()
  return (locale) => {
    setLocale(locale)
    // The catalogue's compiled form has the very shape that its source has.
    messages = formatMessages(
      catalogue as unknown as Parameters<typeof formatMessages>[0],
      locale,
    ) as Messages
  }
}
