import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const css = readFileSync('src/app/styles/tokens.css', 'utf8')

type Scheme = 'light' | 'dark'

/** Text on its background: WCAG 1.4.3 requires 4.5. */
const TEXT: [string, string][] = [
  ['ink', 'paper'],
  ['ink', 'surface'],
  ['ink', 'sunken'],
  ['ink', 'accent-wash'],
  ['ink', 'hover'],
  ['ink', 'found'],
  ['ink', 'warn-wash'],
  ['ink', 'bad-wash'],
  ['ink', 'mark'],
  ['ink-soft', 'paper'],
  ['ink-soft', 'surface'],
  ['ink-soft', 'sunken'],
  ['ink-soft', 'hover'],
  ['ink-soft', 'accent-wash'],
  ['accent', 'paper'],
  ['accent', 'surface'],
  ['accent', 'hover'],
  ['accent', 'sunken'],
  ['accent-strong', 'accent-wash'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-strong'],
  ['good', 'good-wash'],
  ['warn', 'warn-wash'],
  ['warn', 'surface'],
  ['bad', 'bad-wash'],
  ['bad', 'surface'],
  ['bad', 'paper'],
]

/** Edges of controls, focus rings, icons: WCAG 1.4.11 requires 3. */
const CONTROLS: [string, string][] = [
  ['edge', 'paper'],
  ['edge', 'surface'],
  ['accent', 'paper'],
  ['accent', 'surface'],
  ['accent', 'sunken'],
  ['accent', 'accent-wash'],
  // The edges of a status in a row that is current or selected.
  ['accent-strong', 'accent-wash'],
  ['warn', 'accent-wash'],
  ['good', 'accent-wash'],
  ['ink-soft', 'accent-wash'],
  ['good', 'surface'],
  ['good', 'sunken'],
  ['warn', 'sunken'],
  ['bad', 'sunken'],
]

for (const scheme of ['light', 'dark'] as const) {
  test.each(TEXT)(`${scheme}: text in %s can be read on %s`, (front, ground) => {
    expect(contrast(colour(front, scheme), colour(ground, scheme))).toBeGreaterThanOrEqual(4.5)
  })
  test.each(CONTROLS)(`${scheme}: a control in %s stands out from %s`, (front, ground) => {
    expect(contrast(colour(front, scheme), colour(ground, scheme))).toBeGreaterThanOrEqual(3)
  })
}

/** All stylesheets but the tokens, by name. */
const SHEETS = new Map(
  readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.css') && !path.endsWith('tokens.css'))
    .map((path) => [path, readFileSync(`src/${path}`, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')]),
)

test('a rule that sets text and background colours uses a pair that is tested above', () => {
  const listed = new Set(TEXT.map((pair) => pair.join(' on ')))
  const used = [...SHEETS.values()].flatMap((sheet) =>
    [...sheet.matchAll(/\{([^{}]*)\}/g)].flatMap(([, body = '']) => {
      const front = body.match(/(?:^|[;\s])color: var\(--([a-z-]+)\)/)?.[1]
      const ground = body.match(/background(?:-color)?: var\(--([a-z-]+)\)/)?.[1]
      return front && ground ? [`${front} on ${ground}`] : []
    }),
  )
  expect(used.length).toBeGreaterThan(10)
  expect(used.filter((pair) => !listed.has(pair))).toEqual([])
})

test('colours come from the tokens alone', () => {
  const own = [...SHEETS]
    .filter(([path]) => !path.endsWith('print.css'))
    .flatMap(([path, sheet]) =>
      [...sheet.matchAll(/#[0-9a-f]{3,8}\b|\brgb\(|\bhsl\(/g)].map(([it]) => `${path} ${it}`),
    )
  expect(own.filter((it) => !it.endsWith('#000'))).toEqual([])
})

test('stylesheets load no font and no image', () => {
  const fetching = /@font-face|@import ['"](?!\.\/)|url\(/
  expect([css, ...SHEETS.values()].filter((it) => fetching.test(it))).toEqual([])
})

test('every token that is used is defined', () => {
  const all = [css, ...SHEETS.values()].join('\n')
  const defined = new Set([...all.matchAll(/(--[a-z-]+)(?::| \{)/g)].map(([, name]) => name))
  const used = [...all.matchAll(/var\((--[a-z-]+)\)/g)].map(([, name]) => name)
  expect(used.filter((name) => !defined.has(name))).toEqual([])
})

test('sides are logical, so that right-to-left mirrors', () => {
  const physical =
    /(?:(?:margin|padding|border|inset|scroll-(?:margin|padding))-(?:left|right)|[\s;]left|[\s;]right)[a-z-]*:|(?:text-align|float): (?:left|right)/
  const four = /(?:margin|padding|inset|border-radius): (?:[^\s;()]+(?:\([^)]*\))?\s+){3}/
  const found = [...SHEETS].filter(([, sheet]) => physical.test(sheet) || four.test(sheet))
  expect(found.map(([path]) => path)).toEqual([])
})

test('the contrast of the extremes is right', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
  expect(contrast('#777777', '#777777')).toBe(1)
})

function colour(name: string, scheme: Scheme): string {
  const pair = css.match(new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`))
  const found = pair?.[scheme === 'light' ? 1 : 2]
  if (!found) throw new Error(`tokens.css has no pair of colours for --${name}`)
  return found
}

/** The ratio of WCAG 2: 1 for equal colours, 21 for black on white. */
function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
