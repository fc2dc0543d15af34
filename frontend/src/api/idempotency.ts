/**
 * Sends something once, however often it is sent: under an Idempotency-Key that is kept in this tab until the server
 * is known to have it. The same content sent again, after a lost answer or a reload, goes under the same key.
 */

import { safeSessionStorage } from '@/lib/storage'
import { ApiError } from './error'

/** `first`: the body that was sent under this key before any other. */
export type Attempt<Body> = { readonly key: string; readonly body: Body; readonly first: Body }

type Kept<Body> = { key: string; first: Body; content: string }

/** `content`: the part of the body that tells one thing from another; a change of the rest keeps the key. */
export function attemptOf<Body extends object>(
  shelf: string,
  body: Body,
  content: unknown = body,
): Attempt<Body> {
  const text = JSON.stringify(content)
  const kept = read<Body>(shelf)
  if (kept?.content === text) return { key: kept.key, body, first: kept.first }
  const key = randomKey()
  const next: Kept<Body> = { key, first: body, content: text }
  safeSessionStorage.setItem(shelf, JSON.stringify(next))
  return { key, body, first: body }
}

/** To be called when the server has it: the same content is then meant to be sent a second time. */
export function clearAttempt(shelf: string): void {
  safeSessionStorage.removeItem(shelf)
}

/** Whether nobody knows if the server has it: no answer came, or one from a proxy in between. */
export function isOutcomeUnknown(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false
  return error.status === null || error.status === 502 || error.status === 504
}

/** Null for anything else that the storage may hold. */
function read<Body>(shelf: string): Kept<Body> | null {
  try {
    const kept = Object(JSON.parse(safeSessionStorage.getItem(shelf) ?? 'null'))
    const valid = typeof kept.key === 'string' && kept.first instanceof Object
    return valid && typeof kept.content === 'string' ? kept : null
  } catch {
    return null
  }
}

/** Not crypto.randomUUID, which a page served without TLS does not have. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
