/** Many changes in as few requests as the server allows, one after the other; one that fails stops the rest. */

import { answer, api } from '@/api/client'
import type { BulkResult, Category, Priority, Status } from '@/api/types'

/** The server takes no more in one request. */
export const BULK_AT_ONCE = 100

/** What one ticket is to be; `version`: the one it was seen with. */
export type Wish = {
  readonly id: number
  readonly version: number
  readonly status?: Status
  readonly category?: Category
  readonly priority?: Priority
}

/** `alongside`: of tickets that no other change is under way for. */
export type Bulk = { wishes: readonly Wish[]; undoing?: boolean; alongside?: boolean }

export type BulkOutcome = {
  readonly results: readonly BulkResult[]
  /** What was not asked for, or not answered, and why. */
  readonly failed: readonly Wish[]
  readonly error: unknown
}

export async function sendWishes(
  wishes: readonly Wish[],
  onProgress: (done: number) => void,
): Promise<BulkOutcome> {
  const results: BulkResult[] = []
  for (let at = 0; at < wishes.length; at += BULK_AT_ONCE) {
    const changes = wishes.slice(at, at + BULK_AT_ONCE)
    try {
      const body = { changes: [...changes] }
      results.push(...(await answer(api.POST('/api/tickets/bulk/', { body }))).results)
    } catch (error) {
      return { results, failed: wishes.slice(at), error }
    }
    onProgress(results.length)
  }
  return { results, failed: [], error: null }
}
