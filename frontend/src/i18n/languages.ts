/** The languages of the interface, and how to choose one for a browser. */

export const LANGUAGES = ['en', 'de'] as const
export type Language = (typeof LANGUAGES)[number]

/** The text direction, and the locale where the browser names no country. */
const LANGUAGE_INFO: Record<Language, { dir: 'ltr' | 'rtl'; locale: string }> = {
  en: { dir: 'ltr', locale: 'en-GB' },
  de: { dir: 'ltr', locale: 'de-DE' },
}

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.some((it) => it === value)
}

/** The first preferred language with a catalogue; English when there is none. */
export function languageFrom(preferred: readonly string[]): Language {
  return localesOf(preferred).map(baseOf).find(isLanguage) ?? 'en'
}

/** The browser's own locale for the language, such as "de-AT" for German, else the default one. */
export function localeFor(language: Language, preferred: readonly string[]): string {
  const own = localesOf(preferred).find((it) => baseOf(it) === language && it.includes('-'))
  return own ?? LANGUAGE_INFO[language].locale
}

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return LANGUAGE_INFO[language].dir
}

function baseOf(locale: string): string {
  return locale.split('-')[0] ?? ''
}

/** The tags that Intl accepts, in canonical form. Some browsers on Linux report "en-US@posix" or "de_AT.UTF-8". */
function localesOf(tags: readonly string[]): string[] {
  return tags.flatMap((tag) => {
    try {
      return Intl.getCanonicalLocales(tag.replace(/[.@].*$/s, '').replaceAll('_', '-'))
    } catch {
      return []
    }
  })
}
