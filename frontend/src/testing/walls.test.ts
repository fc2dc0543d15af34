import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

// The walls live in biome.json; here its real rules meet imports that must not be, and some that may.
const FORBIDDEN: [string, string][] = [
  ['src/features/queue', '@/features/submit/draft'],
  ['src/features/queue', '../submit/draft'],
  ['src/features/queue', '@/app/frame'],
  ['src/components', '@/features/submit/draft'],
  ['src/components', '../app/frame'],
  ['src/lib', '@/components/field'],
  ['src/lib', '@/features/submit/draft'],
  ['src/lib/words', '../../components/field'],
]
const ALLOWED: [string, string][] = [
  ['src/app', '@/features/submit/draft'],
  ['src/features/queue', './row-keys'],
  ['src/features/queue', '@/components/field'],
  ['src/features/queue', '@/lib/labels'],
  ['src/components', '@/lib/labels'],
  ['src/lib', './labels'],
]
/** The three ways to bring a module in. */
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
  return `${folder}/planted-${wanted.replace(/\W+/g, '-')}-${way}.ts`
}

function lint(): string {
  const biome = resolve('node_modules/.bin/biome')
  const args = ['lint', '--reporter=github', '--max-diagnostics=none', '.']
  const { status, stdout, stderr } = spawnSync(biome, args, { cwd: place, encoding: 'utf8' })
  // The linter leaves with 1 when it has found something; anything else is no answer at all.
  if (status !== 1) throw new Error(`biome left with ${status}: ${stderr}`)
  return stdout
}
