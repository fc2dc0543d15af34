/** Numbers, shares, dates, spans of time and lists, as the reader's language writes them. */

let locale = 'en-GB'
let kept = new Map<string, unknown>()

/** Writes everything by this locale from now on. */
export function writeBy(tag: string): void {
  locale = tag
  kept = new Map()
}

/** A formatter costs far more to make than to use. */
function keep<T>(name: string, make: () => T, ...key: unknown[]): T {
  const id = name + JSON.stringify(key)
  if (!kept.has(id)) kept.set(id, make())
  return kept.get(id) as T
}

/** What messages format their numbers and plurals with. */
export const formatters = {
  getNumberFormat: (...given: ConstructorParameters<typeof Intl.NumberFormat>) =>
    keep('number', () => new Intl.NumberFormat(...given), given),
  getDateTimeFormat: (...given: ConstructorParameters<typeof Intl.DateTimeFormat>) =>
    keep('date', () => new Intl.DateTimeFormat(...given), given),
  getPluralRules: (...given: ConstructorParameters<typeof Intl.PluralRules>) =>
    keep('plural', () => new Intl.PluralRules(...given), given),
}

export function number(value: number, options?: Intl.NumberFormatOptions): string {
  return formatters.getNumberFormat(locale, options).format(value)
}

export function date(when: number | Date, options: Intl.DateTimeFormatOptions): string {
  return formatters.getDateTimeFormat(locale, options).format(when)
}

/** "3 hr ago": `count` is negative for the past. */
export function ago(count: number, unit: Intl.RelativeTimeFormatUnit): string {
  const make = () => new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' })
  return keep('ago', make).format(count, unit)
}

/** "one, two, three" in English, "eins, zwei und drei" in German. */
export function list(items: readonly string[]): string {
  const make = () => new Intl.ListFormat(locale, { type: 'conjunction', style: 'narrow' })
  return keep('list', make).format(items)
}
