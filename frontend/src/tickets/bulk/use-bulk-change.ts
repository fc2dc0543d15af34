/** Changes many tickets at once: optimistically, rolled back ticket by ticket, with Undo. */

import { useIsMutating, useMutation, useQueryClient } from '@tanstack/react-query'
import type { Ticket } from '@/api/types'
import { patchTickets, sameFields, shownTickets } from '../api/cache'
import { keys } from '../api/keys'
import type { LabelField } from '../labels'
import {
  BULK_AT_ONCE,
  type BulkChange,
  type BulkOutcome,
  type BulkUpdate,
  isApplied,
  requestedValues,
  sendChanges,
} from './send-changes'
import { useBulkToasts } from './use-bulk-toasts'

const KEY = ['tickets', 'bulk']

export function useBulkBusy(): boolean {
  return useIsMutating({ mutationKey: KEY }) > 0
}

export function useBulkChange() {
  const client = useQueryClient()
  const toasts = useBulkToasts()
  const { mutate } = useMutation({
    mutationKey: KEY,
    mutationFn: ({ changes }: BulkUpdate) =>
      sendChanges(changes, (done) => {
        if (changes.length > BULK_AT_ONCE) toasts.progress(done, changes.length)
      }),
    onMutate: async ({ changes }) => {
      // A read under way would bring the old values back for a moment.
      await client.cancelQueries({ queryKey: keys.lists })
      await client.cancelQueries({ queryKey: keys.tickets })
      const before = shownTickets(
        client,
        changes.map((it) => it.id),
      )
      const optimistic = new Map(changes.map((it) => [it.id, requestedValues(it)]))
      patchTickets(client, ({ id }) => optimistic.get(id))
      return before
    },
    onSuccess: async (outcome, update, before) => {
      // A page under way was requested with the optimistic values in the list, and would bring them back.
      await client.cancelQueries({ queryKey: keys.lists })
      const patches = reconciled(outcome, update.changes, before)
      patchTickets(client, (shown) => patches.get(shown.id)?.(shown))
      toasts.done(outcome, update, before, run)
    },
    onSettled: (_outcome, _error, { changes }) => {
      // Lists are only marked stale: a refetch now would move rows under the reader's eyes.
      client.invalidateQueries({ queryKey: keys.lists, refetchType: 'none' })
      client.invalidateQueries({ queryKey: keys.stats })
      client.invalidateQueries({ queryKey: keys.allCounts })
      for (const { id } of changes) client.invalidateQueries({ queryKey: keys.ticket(id) })
    },
  })
  const run = (update: BulkUpdate): boolean => {
    // One at a time: a double click is one click.
    const busy = !update.alongside && client.isMutating({ mutationKey: KEY }) > 0
    if (busy || update.changes.length === 0) return false
    mutate(update)
    return true
  }

  /** Sets one label of tickets that are shown; false when there was nothing to do. */
  const set = (ids: Iterable<number>, field: LabelField, value: string): boolean => {
    const changes = [...shownTickets(client, ids).values()].flatMap((ticket) => {
      const change: BulkChange = { id: ticket.id, version: ticket.version, [field]: value }
      return isApplied(ticket, change) ? [] : [change]
    })
    return run({ changes })
  }
  return { run, set }
}

type Patch = (shown: Ticket) => Partial<Ticket> | undefined

/** How each ticket is to be shown now: as the server answered, or rolled back. */
function reconciled(
  outcome: BulkOutcome,
  changes: readonly BulkChange[],
  before: ReadonlyMap<number, Ticket>,
): Map<number, Patch> {
  const changeOf = new Map(changes.map((it) => [it.id, it]))
  const patches = new Map<number, Patch>()
  const rollBack = (id: number) => {
    const [old, change] = [before.get(id), changeOf.get(id)]
    if (!old || !change) return
    // Someone may have changed it again since.
    patches.set(id, (shown) =>
      isApplied(shown, change) ? sameFields(old, requestedValues(change)) : undefined,
    )
  }
  for (const { id, outcome: result, ticket } of outcome.results) {
    if (ticket) {
      const { version, ...rest } = ticket
      // The answer has no description. Where that may be another too, the old version makes an edit of it a conflict.
      const fresh = result === 'stale' ? rest : ticket
      patches.set(id, (shown) => (version >= shown.version ? fresh : undefined))
    } else rollBack(id)
  }
  for (const { id } of outcome.failed) rollBack(id)
  return patches
}
