/** Formats numbers, dates, relative times and lists for the reader's locale. */

let locale = 'en-GB'
let cache = new Map<string, unknown>()

/** All formats follow this locale from now on. */
export function setLocale(tag: string): void {
  locale = tag
  cache = new Map()
}

/** Creating a formatter costs far more than using it. */
function cached<T>(name: string, make: () => T, ...key: unknown[]): T {
  const id = name + JSON.stringify(key)
  if (!cache.has(id)) cache.set(id, make())
  return cache.get(id) as T
}

/** The formatters of messages. */
export const formatters = {
  getNumberFormat: (...given: ConstructorParameters<typeof Intl.NumberFormat>) =>
    cached('number', () => new Intl.NumberFormat(...given), given),
  getDateTimeFormat: (...given: ConstructorParameters<typeof Intl.DateTimeFormat>) =>
    cached('date', () => new Intl.DateTimeFormat(...given), given),
  getPluralRules: (...given: ConstructorParameters<typeof Intl.PluralRules>) =>
    cached('plural', () => new Intl.PluralRules(...given), given),
}

export function formatNumber(value: number, options?: Intl.NumberFormatOptions): string {
  return formatters.getNumberFormat(locale, options).format(value)
}

export function formatDate(when: number | Date, options: Intl.DateTimeFormatOptions): string {
  return formatters.getDateTimeFormat(locale, options).format(when)
}

/** "3 hr ago": `count` is negative for the past. */
export function formatRelativeTime(count: number, unit: Intl.RelativeTimeFormatUnit): string {
  const make = () => new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' })
  return cached('ago', make).format(count, unit)
}

/** "one, two, three" in English, "eins, zwei und drei" in German. */
export function formatList(items: readonly string[]): string {
  const make = () => new Intl.ListFormat(locale, { type: 'conjunction', style: 'narrow' })
  return cached('list', make).format(items)
}
