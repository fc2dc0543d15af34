import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

/** In a larger folder nobody finds a file by looking. */
const MAX_ENTRIES = 16

const entries = readdirSync('src', { recursive: true, withFileTypes: true })
const files = entries.filter((it) => it.isFile()).map((it) => join(it.parentPath, it.name))
const modules = new Set(files.filter((it) => /\.tsx?$/.test(it)))

test('there are no import cycles', () => {
  const imports = new Map([...modules].map((it) => [it, importsOf(it)]))
  expect([...imports.values()].flat().length).toBeGreaterThan(500)
  expect(cycle(imports)).toEqual([])
})

test('only tests import the test helpers', () => {
  const importers = [...modules].filter(
    (it) =>
      !/\.test\.tsx?$|^src\/testing\//.test(it) &&
      importsOf(it).some((imported) => imported.startsWith('src/testing/')),
  )
  expect(importers).toEqual([])
})

test('the search for import cycles works', () => {
  const imports = new Map([
    ['a', ['b']],
    ['b', ['c', 'd']],
    ['c', []],
    ['d', ['b']],
  ])
  expect(cycle(imports)).toEqual(['b', 'd', 'b'])
})

test(`no folder has more than ${MAX_ENTRIES} entries`, () => {
  const full = [...countByFolder()].filter(([, count]) => count > MAX_ENTRIES)
  expect(full).toEqual([])
})

test('every folder of src has its import rules in biome.json', () => {
  const walls = readFileSync('biome.json', 'utf8')
  const folders = readdirSync('src', { withFileTypes: true }).filter((it) => it.isDirectory())
  const open = folders.map((it) => it.name).filter((it) => !walls.includes(`"src/${it}/`))
  // The application may import everything; the helpers of tests have a test below.
  expect(open.sort()).toEqual(['app', 'testing'])
})

test('no folder holds a single file', () => {
  const single = [...countByFolder()].filter(([, count]) => count === 1)
  expect(single).toEqual([])
})

function countByFolder(): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { parentPath } of entries) counts.set(parentPath, (counts.get(parentPath) ?? 0) + 1)
  return counts
}

/** All own modules that a module imports: values and types, statically and dynamically. */
function importsOf(path: string): string[] {
  const source = readFileSync(path, 'utf8')
  const found = source.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)'((?:@|\.{1,2})\/[^']+)'/g)
  return [...found].flatMap(([, wanted = '']) => {
    if (wanted.endsWith('.css')) return []
    const base = wanted.startsWith('@/')
      ? join('src', wanted.slice(2))
      : join(dirname(path), wanted)
    const module = ['.ts', '.tsx', '.d.ts', '/index.ts']
      .map((end) => base + end)
      .find((it) => modules.has(it))
    if (module === undefined) throw new Error(`${path} imports ${wanted}, which is no module.`)
    return [module]
  })
}

/** The first cycle, from a module back to itself; empty when there is none. */
function cycle(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>()
  const path: string[] = []
  const visit = (module: string): string[] => {
    if (path.includes(module)) return [...path.slice(path.indexOf(module)), module]
    if (done.has(module)) return []
    path.push(module)
    for (const it of imports.get(module) ?? []) {
      const found = visit(it)
      if (found.length > 0) return found
    }
    path.pop()
    done.add(module)
    return []
  }
  for (const module of imports.keys()) {
    const found = visit(module)
    if (found.length > 0) return found
  }
  return []
}
