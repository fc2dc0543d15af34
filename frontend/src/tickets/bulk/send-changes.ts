/** Changes many tickets in as few requests as the server allows, one after the other; a failure stops the rest. */

import { api, unwrap } from '@/api/client'
import { LIMITS } from '@/api/limits'
import type { BulkResult, Category, Priority, Status } from '@/api/types'
import type { LabelField } from '../labels'

export const BULK_AT_ONCE = LIMITS.BulkRequest.changes.maxItems

/** What one ticket is to become; `version`: the one the reader saw. */
export type BulkChange = {
  readonly id: number
  readonly version: number
  readonly status?: Status
  readonly category?: Category
  readonly priority?: Priority
}

/** `alongside`: may run beside another bulk update, as their tickets differ. */
export type BulkUpdate = {
  readonly changes: readonly BulkChange[]
  readonly undoing?: boolean
  readonly alongside?: boolean
}

export type BulkOutcome = {
  readonly results: readonly BulkResult[]
  /** The changes that were not sent, or not answered. */
  readonly failed: readonly BulkChange[]
  readonly error: unknown
}

export async function sendChanges(
  changes: readonly BulkChange[],
  onProgress: (done: number) => void,
): Promise<BulkOutcome> {
  const results: BulkResult[] = []
  for (let start = 0; start < changes.length; start += BULK_AT_ONCE) {
    const body = { changes: changes.slice(start, start + BULK_AT_ONCE) }
    try {
      results.push(...(await unwrap(api.POST('/api/tickets/bulk/', { body }))).results)
    } catch (error) {
      return { results, failed: changes.slice(start), error }
    }
    onProgress(results.length)
  }
  return { results, failed: [], error: null }
}

/** The labels that a change sets, without the ticket that it is for. */
export function requestedValues({ id: _id, version: _version, ...values }: BulkChange) {
  return values
}

type Labels = { readonly [field in LabelField]: string }

/** Whether the ticket has every label that the change sets. */
export function isApplied(ticket: Labels, change: BulkChange): boolean {
  const fields = Object.keys(requestedValues(change)) as LabelField[]
  return fields.every((field) => ticket[field] === change[field])
}
