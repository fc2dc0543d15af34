import { expect, test } from 'vitest'
import { languageFrom, localeFor } from './languages'

test.each([
  [['de-DE', 'en'], 'de', 'de-DE'],
  [['de-AT'], 'de', 'de-AT'],
  [['de', 'en-US'], 'de', 'de-DE'],
  [['fr-FR', 'de-CH', 'en'], 'de', 'de-CH'],
  [['en-US'], 'en', 'en-US'],
  [['en'], 'en', 'en-GB'],
  [['ja', 'ar-EG'], 'en', 'en-GB'],
  [['den-CA'], 'en', 'en-GB'],
  [[], 'en', 'en-GB'],
  [['en-US@posix'], 'en', 'en-US'],
  [['de-DE@euro'], 'de', 'de-DE'],
  [['de_AT.UTF-8'], 'de', 'de-AT'],
  [['C', 'de-CH'], 'de', 'de-CH'],
  [['C'], 'en', 'en-GB'],
  [['C.UTF-8', 'POSIX'], 'en', 'en-GB'],
  [['', '-', '_', '@euro'], 'en', 'en-GB'],
  [['DE-at'], 'de', 'de-AT'],
  [['deu-DE'], 'de', 'de-DE'],
  [[`de-${'x'.repeat(10_000)}`, 'fr'], 'en', 'en-GB'],
  [['de-DE\u0000', 'de-CH'], 'de', 'de-CH'],
])('a browser that wants %j gets %s, written as in %s', (preferred, language, locale) => {
  expect(languageFrom(preferred)).toBe(language)
  expect(localeFor(languageFrom(preferred), preferred)).toBe(locale)
  expect(new Intl.DateTimeFormat(locale).format(0)).toBeTruthy()
})

/** Every language that ICU, and so CLDR, has data for, in each of its usual forms. */
const KNOWN = everyLocale()

function everyLocale(): string[] {
  const letters = [...'abcdefghijklmnopqrstuvwxyz']
  const two = letters.flatMap((a) => letters.map((b) => a + b))
  const codes = [...two, ...two.flatMap((it) => letters.map((c) => it + c))]
  const bases = Intl.DateTimeFormat.supportedLocalesOf(codes)
  const regions = two.map((it) => it.toUpperCase())
  return bases.flatMap((it) => [
    it,
    new Intl.Locale(it).maximize().toString(),
    ...(['en', 'de', 'ar', 'sr', 'zh'].includes(it)
      ? regions.map((region) => `${it}-${region}`)
      : []),
  ])
}

test('every tag of CLDR, with and without the ending of a Linux locale, gets a language and formats', () => {
  expect(KNOWN.length).toBeGreaterThan(3_000)
  for (const tag of KNOWN) {
    for (const given of [tag, `${tag}@posix`, `${tag.replaceAll('-', '_')}.UTF-8`]) {
      const language = languageFrom([given])
      expect([given, language]).toEqual([given, tag.split('-')[0] === 'de' ? 'de' : 'en'])
      expect(() => Intl.getCanonicalLocales(localeFor(language, [given]))).not.toThrow()
    }
  }
})

test('a language other than the browser’s has its own locale', () => {
  expect(localeFor('de', ['en-US', 'en'])).toBe('de-DE')
  expect(localeFor('en', ['de-DE', 'en-US'])).toBe('en-US')
})
