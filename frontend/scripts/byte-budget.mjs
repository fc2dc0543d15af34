/** Measures the files of the first load, and fails when their JavaScript is over the budget. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const BUDGET = 130_000
const dist = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist')

if (!existsSync(join(dist, 'index.html'))) {
  console.error('dist/index.html is missing: run npm run build first.')
  process.exit(1)
}

const page = readFileSync(join(dist, 'index.html'), 'utf8')
const first = new Set([...page.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map((it) => it[1]))
const weigh = (file) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length

/** The first load includes one language: the largest counts. */
const LANGUAGE = /^assets\/[a-z]{2}-[^/]+\.js$/

let total = 0
let language = 0
const built = readdirSync(join(dist, 'assets')).filter((it) => !/\.(gz|br)$/.test(it))
for (const file of built.map((it) => `assets/${it}`)) {
  const bytes = weigh(file)
  const early = first.has(file)
  if (LANGUAGE.test(file)) language = Math.max(language, bytes)
  if (early && file.endsWith('.js')) total += bytes
  console.log(`${String(bytes).padStart(7)} B gz  ${early ? 'first' : 'later'}  ${file}`)
}
if (language === 0) {
  console.error('No language was built: its file is not named as expected.')
  process.exit(1)
}
total += language
console.log(
  `${String(total).padStart(7)} B gz  JavaScript of the first load with its language; ${BUDGET} allowed`,
)
if (total === language || total > BUDGET) {
  console.error(total === language ? 'index.html names no script.' : 'The first load is too heavy.')
  process.exit(1)
}
