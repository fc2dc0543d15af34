import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { MAX_LENGTHS } from './validation'

// limits.ts is generated from this schema; `make check` finds drift.
const schema = readFileSync('../backend/schema.yml', 'utf8')

test.each(Object.entries(MAX_LENGTHS))(
  'the limit of a %s is the server’s: %i characters',
  (field, limit) => {
    const submission = schema.split(/^ {4}TicketCreateRequest:$/m)[1]?.split(/^ {4}\w+:$/m)[0]
    const property = submission?.split(`        ${field}:\n`)[1]?.split(/^ {8}\w+:$/m)[0]
    expect(property).toMatch(new RegExp(`maxLength: ${limit}\n`))
  },
)
