/** Turns any failure into the sentence a person should read. */

import { ApiError } from '@/api/error'
import { words } from './messages'

export function errorSentence(error: unknown): string {
  if (!(error instanceof ApiError)) return words.errors.server
  if (error.kind !== 'http') return words.errors[error.kind]
  const said = error.detail ?? Object.values(error.fields).flat().join(' ')
  switch (error.status) {
    case 404:
      return words.errors.notFound
    case 413:
      return words.errors.tooLarge
    case 429:
      return words.errors.tooMany
    default:
      if ((error.status ?? 0) >= 500) return words.errors.server
      return said || words.errors.refused
  }
}
