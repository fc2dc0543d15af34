/** Turns errors into messages for people, by the API's machine codes; its English sentences are never parsed. */

import { ApiError, type FieldProblem } from '@/api/error'
import { messages } from './messages'

/** Messages by field. */
export type FieldErrors = Record<string, string[]>

/** What the page sent, to complete the messages with. */
export type Sent = {
  readonly values: Readonly<Record<string, unknown>>
  readonly maxLengths?: Readonly<Record<string, number>>
  readonly maxWords?: number
}

/** Messages by the code of a character that a field of one line refuses. */
const ONE_LINE = {
  line_end_not_allowed: 'lineEnd',
  tab_not_allowed: 'tab',
  control_character_not_allowed: 'controlCharacter',
  direction_character_not_allowed: 'directionCharacter',
} as const

const NOTHING: Sent = { values: {} }

/** Messages by the code of a whole request. */
const SENTENCES = {
  not_found: 'notFound',
  too_large: 'tooLarge',
  throttled: 'tooMany',
  export_busy: 'exportBusy',
  too_many_changes: 'tooManyChanges',
} as const
/** The codes of responses that have none, as a proxy's. */
const CODES: Readonly<Record<number, keyof typeof SENTENCES>> = {
  404: 'not_found',
  413: 'too_large',
  429: 'throttled',
}

export function errorMessage(error: unknown, sent: Sent = NOTHING): string {
  const { errors } = messages
  if (!(error instanceof ApiError)) return errors.server
  if (error.kind !== 'http') return errors[error.kind]
  const code = error.code ?? CODES[error.status ?? 0] ?? ''
  if (code in SENTENCES) return errors[SENTENCES[code as keyof typeof SENTENCES]]
  if ((error.status ?? 0) >= 500) return errors.server
  const byField = Object.values(fieldMessages(error, sent)).flat().join(' ')
  return error.detail ?? (byField || errors.refused)
}

/** Empty unless the server refused particular fields. */
export function fieldMessages(error: unknown, sent: Sent = NOTHING): FieldErrors {
  if (!(error instanceof ApiError)) return {}
  const fields = Object.entries(error.fields)
  return Object.fromEntries(
    fields.map(([name, problems]) => [name, problems.map((it) => fieldMessage(name, it, sent))]),
  )
}

/** Falls back to the server's sentence where the code is unknown, or a value to complete the message is missing. */
function fieldMessage(field: string, { code, message }: FieldProblem, sent: Sent): string {
  const { errors } = messages
  const value = sent.values[field]
  const text = typeof value === 'string' ? value : null
  switch (code) {
    case 'blank':
    case 'null':
    case 'required':
      return errors.blank
    case 'null_characters_not_allowed':
    case 'surrogate_characters_not_allowed':
      return errors.forbiddenCharacters
    case 'line_end_not_allowed':
    case 'tab_not_allowed':
    case 'control_character_not_allowed':
    case 'direction_character_not_allowed': {
      // The server's sentence names the character.
      const character = /U\+[0-9A-F]{4}/.exec(message)?.[0] ?? ''
      return errors[ONE_LINE[code]]({ character })
    }
    case 'invalid_choice':
      return text === null ? message : errors.noChoice({ value: text })
    case 'max_length': {
      const limit = sent.maxLengths?.[field]
      return limit === undefined ? message : errors.tooLong({ limit })
    }
    case 'too_many_words': {
      const limit = sent.maxWords
      if (limit === undefined || text === null) return message
      return errors.tooManyWords({ limit, count: text.trim().split(/\s+/).length })
    }
    default:
      return message
  }
}
