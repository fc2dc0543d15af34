/** Writes what the pages take from the API's schema: its types and its limits. Arguments: schema, types, limits. */

import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript'

/** What a schema may say about the size of a value. */
const KEYWORDS = ['minLength', 'maxLength', 'minItems', 'maxItems']
/** A property of a request's body, as openapi-typescript names its place. */
const BODY_PROPERTY = /^#\/components\/schemas\/(\w+Request)\/(\w+)$/
/** The limits of the search parameter, which no keyword of JSON Schema tells: they count the trimmed text. */
const SEARCH_KEYWORDS = { maxLength: 'x-maxLength', maxWords: 'x-maxWords' }

const [schema, types, limits] = process.argv.slice(2)
if (!limits) {
  console.error('Usage: node scripts/api-types.mjs SCHEMA TYPES LIMITS')
  process.exit(1)
}

const found = new Map()
const ast = await openapiTS(pathToFileURL(schema), {
  transform(property, { path }) {
    if (SEARCH_KEYWORDS.maxWords in property) {
      const bounds = Object.entries(SEARCH_KEYWORDS).map(([name, it]) => `${name}: ${property[it]}`)
      found.set('TicketsListQuery', [`    search: { ${bounds.join(', ')} },\n`])
    }
    const [, body, name] = path?.match(BODY_PROPERTY) ?? []
    const bounds = KEYWORDS.filter((it) => it in property).map((it) => `${it}: ${property[it]}`)
    if (body && bounds.length > 0) {
      found.set(body, [...(found.get(body) ?? []), `    ${name}: { ${bounds.join(', ')} },\n`])
    }
    return undefined
  },
})
if (found.size === 0) throw new Error(`${schema} has no request with a limit.`)

writeFileSync(types, COMMENT_HEADER + astToString(ast))
const bodies = [...found].sort().map(([body, lines]) => `  ${body}: {\n${lines.join('')}  },\n`)
writeFileSync(
  limits,
  `/** Limits of the API's requests; lengths in code points. Written by scripts/api-types.mjs: do not edit. */

export const LIMITS = {
${bodies.join('')}} as const
`,
)
