/**
 * Sends something once, however often it is sent: under an Idempotency-Key that is kept in this tab until the server
 * is known to have it. The same content sent again, after a lost answer or a reload, goes under the same key.
 */

import { safeSessionStorage } from '@/lib/storage'
import { ApiError } from './error'

/** `first`: the body that was sent under this key before any other. */
export type Attempt<Body> = { readonly key: string; readonly body: Body; readonly first: Body }

type StoredAttempt<Body> = { key: string; first: Body; content: string }

/** `content`: the part of the body that tells one thing from another; a change of the rest keeps the key. */
export function attemptOf<Body extends object>(
  storageKey: string,
  body: Body,
  content: unknown = body,
): Attempt<Body> {
  const text = JSON.stringify(content)
  const stored = read<Body>(storageKey)
  if (stored?.content === text) return { key: stored.key, body, first: stored.first }
  const key = randomKey()
  const attempt: StoredAttempt<Body> = { key, first: body, content: text }
  safeSessionStorage.setItem(storageKey, JSON.stringify(attempt))
  return { key, body, first: body }
}

/** To be called when the server has it: the same content is then meant to be sent a second time. */
export function clearAttempt(storageKey: string): void {
  safeSessionStorage.removeItem(storageKey)
}

/** Whether nobody knows if the server has it: no answer came, or one from a proxy in between. */
export function isOutcomeUnknown(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false
  return error.status === null || error.status === 502 || error.status === 504
}

/** Null for anything else that the storage may hold. */
function read<Body>(storageKey: string): StoredAttempt<Body> | null {
  try {
    const stored = Object(JSON.parse(safeSessionStorage.getItem(storageKey) ?? 'null'))
    const valid = typeof stored.key === 'string' && stored.first instanceof Object
    return valid && typeof stored.content === 'string' ? stored : null
  } catch {
    return null
  }
}

/** Not crypto.randomUUID, which a page served without TLS does not have. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
