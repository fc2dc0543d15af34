/** The languages of the interface, and which of them a reader most likely wants. */

export const LANGUAGES = ['en', 'de'] as const
export type Language = (typeof LANGUAGES)[number]

/** How each is written, and by whose conventions where the browser names no country. */
const FACTS: Record<Language, { dir: 'ltr' | 'rtl'; locale: string }> = {
  en: { dir: 'ltr', locale: 'en-GB' },
  de: { dir: 'ltr', locale: 'de-DE' },
}

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.some((it) => it === value)
}

/** The first of the reader's languages that there is a catalogue for; English when there is none. */
export function languageFrom(preferred: readonly string[]): Language {
  return preferred.map(baseOf).find(isLanguage) ?? 'en'
}

/** Dates and numbers as in the reader's own country, when the browser tells it: "de-AT" for German. */
export function localeFor(language: Language, preferred: readonly string[]): string {
  const own = preferred.find((it) => baseOf(it) === language && it.includes('-'))
  return own ?? FACTS[language].locale
}

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return FACTS[language].dir
}

function baseOf(tag: string): string {
  return tag.split('-')[0]?.toLowerCase() ?? ''
}
