/** Changing many tickets at once, wherever it is asked for: shown at once, taken back one by one, with Undo that tells what it could not undo. */

import { useIsMutating, useMutation, useQueryClient } from '@tanstack/react-query'
import type { Ticket } from '@/api/types'
import { keys } from '../api/keys'
import {
  type BulkField,
  fulfilled,
  patchTickets,
  shownTickets,
  type Values,
  valuesOf,
  wished,
} from './cache'
import { BULK_AT_ONCE, type Bulk, type BulkOutcome, sendWishes, type Wish } from './send-changes'
import { useBulkReport } from './use-bulk-toasts'

const KEY = ['tickets', 'bulk']

/** What each ticket was, to come back to. */
type Before = ReadonlyMap<number, Ticket>

export function useBulkBusy(): boolean {
  return useIsMutating({ mutationKey: KEY }) > 0
}

export function useBulkChange() {
  const client = useQueryClient()
  const report = useBulkReport()
  const { mutate } = useMutation({
    mutationKey: KEY,
    mutationFn: ({ wishes }: Bulk) =>
      sendWishes(wishes, (done) => {
        if (wishes.length > BULK_AT_ONCE) report.progress(done, wishes.length)
      }),
    onMutate: async ({ wishes }) => {
      // A read under way would bring the old values back for a moment.
      await client.cancelQueries({ queryKey: keys.lists })
      await client.cancelQueries({ queryKey: keys.tickets })
      const before = shownTickets(
        client,
        wishes.map((it) => it.id),
      )
      const hopes = new Map(wishes.map((it) => [it.id, wished(it)]))
      patchTickets(client, ({ id }) => hopes.get(id))
      return before
    },
    onSuccess: async (outcome, bulk, before) => {
      // A page under way was asked for with the hoped-for values in the list, and would bring them back.
      await client.cancelQueries({ queryKey: keys.lists })
      const now = truth(outcome, bulk.wishes, before)
      patchTickets(client, (shown) => now.get(shown.id)?.(shown))
      report.done(outcome, bulk, before, run)
    },
    onSettled: (_outcome, _error, { wishes }) => {
      // Lists only become old: reading them again now would move rows under the reader's eyes.
      client.invalidateQueries({ queryKey: keys.lists, refetchType: 'none' })
      client.invalidateQueries({ queryKey: keys.stats })
      client.invalidateQueries({ queryKey: keys.allCounts })
      for (const { id } of wishes) client.invalidateQueries({ queryKey: keys.ticket(id) })
    },
  })
  const run = (bulk: Bulk): boolean => {
    // One at a time: a second press means the first one.
    const busy = !bulk.alongside && client.isMutating({ mutationKey: KEY }) > 0
    if (busy || bulk.wishes.length === 0) return false
    mutate(bulk)
    return true
  }

  /** Sets one label of tickets as they are shown; says whether there was anything to do. */
  const set = (ids: Iterable<number>, field: BulkField, value: string): boolean => {
    const values = { [field]: value } as Values
    const shown = [...shownTickets(client, ids).values()]
    const wishes = shown.map(({ id, version }): Wish => ({ id, version, ...values }))
    return run({ wishes: wishes.filter((it, n) => !fulfilled(shown[n] as Ticket, it)) })
  }
  return { run, set }
}

type Patch = (shown: Ticket) => Partial<Ticket> | undefined

/** What each ticket has turned out to be: as the server says, or as it was before. */
function truth(outcome: BulkOutcome, wishes: readonly Wish[], before: Before): Map<number, Patch> {
  const asked = new Map(wishes.map((it) => [it.id, it]))
  const patches = new Map<number, Patch>()
  const back = (id: number) => {
    const [was, wish] = [before.get(id), asked.get(id)]
    // Someone may have changed it again while this was on its way.
    if (was && wish) {
      patches.set(id, (shown) => (fulfilled(shown, wish) ? valuesOf(was, wish) : undefined))
    }
  }
  for (const { id, ticket } of outcome.results) {
    if (ticket) patches.set(id, (shown) => (ticket.version >= shown.version ? ticket : undefined))
    else back(id)
  }
  for (const { id } of outcome.failed) back(id)
  return patches
}
