import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { messages } from '@/i18n/messages'
import { shortcutGroups } from './shortcuts-dialog'

const SOURCES = new Map(
  readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.|^testing/.test(path))
    .map((path) => [path, readFileSync(`src/${path}`, 'utf8')]),
)

/** How the dialog writes keys that are no plain letters. */
const WRITTEN: Record<string, string> = { Escape: 'Esc', J: 'Shift J', K: 'Shift K' }
/** The modules that check Ctrl or Cmd, and their shortcut. */
const MODIFIED: Record<string, string | null> = {
  // Modified clicks are left to the browser.
  'features/queue/export-link.tsx': null,
  'features/queue/rows/use-row-links.ts': null,
  'lib/keyboard/submit-shortcut.ts': 'Ctrl Enter',
  // Its callers are found by their calls.
  'lib/keyboard/pressed-key.ts': null,
  // Single-key shortcuts ignore modified keys.
  'lib/shortcuts.ts': null,
}

const listed = () =>
  Object.values(shortcutGroups()).flatMap((rows) => rows.flatMap(([, keys]) => keys))

test('the dialog lists every shortcut that is registered, and no other', () => {
  const single = [...SOURCES.values()].flatMap((source) =>
    [...source.matchAll(/useShortcut\('([^']+)'/g)].map(([, key = '']) => WRITTEN[key] ?? key),
  )
  expect(single.length).toBeGreaterThan(15)
  const letters = [...SOURCES.values()].flatMap((source) =>
    [...source.matchAll(/isCommandShortcut\(event, '([^']+)'/g)].map(
      ([, key = '']) => `Ctrl ${key.toUpperCase()}`,
    ),
  )
  expect(letters).toHaveLength(2)
  const modified = [...letters, ...Object.values(MODIFIED).filter((it) => it !== null)]
  // Links and checkboxes have these two natively.
  const native = ['Enter', `${messages.commands.shift} ${messages.commands.click}`]
  const all = new Set<string>([...single, ...modified, ...native])
  expect(new Set<string>(listed())).toEqual(all)
})

test('no other module checks Ctrl or Cmd', () => {
  const looking = [...SOURCES].filter(([, source]) => /ctrlKey/.test(source))
  expect(looking.map(([path]) => path).sort()).toEqual(Object.keys(MODIFIED).sort())
})
