import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

// The import rules are in biome.json; this plants imports that they must forbid, and some that they must allow.
const FORBIDDEN: [string, string][] = [
  // Upwards to the application.
  ['src/features/queue', '@/app/frame/frame'],
  ['src/features/queue/rows', '@/app/frame/frame'],
  ['src/tickets', '@/app/frame/frame'],
  ['src/components', '@/app/frame/frame'],
  ['src/components', '../app/frame/frame'],
  ['src/i18n', '@/app/frame/frame'],
  ['src/api', '@/app/frame/frame'],
  ['src/lib', '@/app/frame/frame'],
  // From feature to feature.
  ['src/features/queue', '@/features/submit/draft'],
  ['src/features/queue', '../submit/draft'],
  ['src/features/queue/rows', '@/features/submit/draft'],
  ['src/features/queue/rows', '../../submit/draft'],
  // Upwards to features.
  ['src/tickets', '@/features/submit/draft'],
  ['src/tickets', '../features/submit/draft'],
  ['src/tickets/bulk', '@/features/submit/draft'],
  ['src/tickets/bulk', '../../features/submit/draft'],
  ['src/components', '@/features/submit/draft'],
  ['src/i18n', '@/features/submit/draft'],
  ['src/api', '@/features/submit/draft'],
  ['src/lib', '@/features/submit/draft'],
  // Between tickets, people and conversations.
  ['src/tickets', '@/conversations/message'],
  ['src/tickets/bulk', '@/people/person'],
  ['src/conversations', '@/tickets/labels'],
  ['src/conversations/replies', '../../tickets/labels'],
  ['src/people', '@/tickets/labels'],
  ['src/people', '../conversations/message'],
  // Upwards to tickets, people and conversations.
  ['src/components', '@/tickets/labels'],
  ['src/components', '../tickets/labels'],
  ['src/components', '@/people/person'],
  ['src/components', '@/conversations/message'],
  ['src/i18n', '@/tickets/labels'],
  ['src/i18n/en', '@/tickets/labels'],
  ['src/i18n/en', '../../tickets/labels'],
  ['src/api', '@/tickets/labels'],
  ['src/api', '../tickets/labels'],
  ['src/lib', '@/tickets/labels'],
  // Upwards to components.
  ['src/i18n', '@/components/field'],
  ['src/i18n/en', '../../components/field'],
  ['src/api', '@/components/field'],
  ['src/lib', '@/components/field'],
  // Among api, i18n and lib.
  ['src/api', '@/i18n/messages'],
  ['src/api', '../i18n/messages'],
  ['src/lib', '@/api/types'],
  ['src/lib', '../api/types'],
  ['src/lib', '@/i18n/intl'],
]
const ALLOWED: [string, string][] = [
  ['src/app', '@/features/submit/draft'],
  ['src/app', '@/lib/storage'],
  ['src/features/queue', './rows/row-order'],
  ['src/features/queue', '@/tickets/labels'],
  ['src/features/queue/rows', '../selection/selection'],
  ['src/features/queue/rows', '@/components/field'],
  ['src/tickets', './labels'],
  ['src/tickets/bulk', '../labels'],
  ['src/tickets', '@/components/field'],
  ['src/tickets', '@/api/client'],
  ['src/components', './field'],
  ['src/components', '@/i18n/messages'],
  ['src/i18n/en', '@/api/types'],
  ['src/i18n/de', '../en'],
  ['src/i18n', '@/lib/storage'],
  ['src/api', '@/lib/storage'],
  ['src/lib', './storage'],
]
/** The three ways to import a module. */
const IMPORTS = [
  (wanted: string) => `import { it } from '${wanted}'\n\nexport const planted = it\n`,
  (wanted: string) => `export { it } from '${wanted}'\n`,
  (wanted: string) => `export const planted = () => import('${wanted}')\n`,
]

const place = mkdtempSync(join(tmpdir(), 'walls-'))
let said: string

beforeAll(() => {
  copyFileSync('biome.json', join(place, 'biome.json'))
  for (const [folder, wanted] of [...FORBIDDEN, ...ALLOWED]) {
    mkdirSync(join(place, folder), { recursive: true })
    IMPORTS.forEach((text, way) => {
      writeFileSync(join(place, planted(folder, wanted, way)), text(wanted))
    })
  }
  said = lint()
})

afterAll(() => rmSync(place, { recursive: true }))

test.each(FORBIDDEN)('%s may not import %s, in none of three ways', (folder, wanted) => {
  expect(refused(folder, wanted)).toEqual([true, true, true])
})

test.each(ALLOWED)('%s may import %s', (folder, wanted) => {
  expect(refused(folder, wanted)).toEqual([false, false, false])
})

function refused(folder: string, wanted: string): boolean[] {
  const refusals = said.split('\n').filter((line) => line.includes('noRestrictedImports'))
  return IMPORTS.map((_, way) =>
    refusals.some((line) => line.includes(`${planted(folder, wanted, way)},`)),
  )
}

function planted(folder: string, wanted: string, way: number): string {
  return `${folder}/planted-${wanted.replace(/\W/g, '-')}-${way}.ts`
}

function lint(): string {
  const biome = resolve('node_modules/.bin/biome')
  const args = ['lint', '--reporter=github', '--max-diagnostics=none', '.']
  const { status, stdout, stderr } = spawnSync(biome, args, { cwd: place, encoding: 'utf8' })
  // The linter exits with 1 when it has findings; anything else is a failure to run.
  if (status !== 1) throw new Error(`biome left with ${status}: ${stderr}`)
  return stdout
}
