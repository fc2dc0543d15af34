/** Tells what became of many changes at once: done, overtaken, gone, failed, each with the way on from there. */

import type { BulkResult, Ticket } from '@/api/types'
import { useToast } from '@/components/toasts'
import { errorSentence } from '@/i18n/error-message'
import { words } from '@/i18n/messages'
import { undoable } from '@/lib/undo'
import { type BulkField, fulfilled, valuesOf, wished } from './cache'
import type { Bulk, BulkOutcome, Wish } from './send-changes'

const KEY = 'bulk'

/** Starts what a toast offers: Undo, Try again, Apply anyway. */
type Run = (bulk: Bulk) => void

export function useBulkReport() {
  const toast = useToast()

  const progress = (done: number, all: number) =>
    toast.show({ key: KEY, text: words.bulk.progress({ done, all }) })

  const done = (
    outcome: BulkOutcome,
    bulk: Bulk,
    before: ReadonlyMap<number, Ticket>,
    run: Run,
  ) => {
    const asked = new Map(bulk.wishes.map((it) => [it.id, it]))
    const of = (name: BulkResult['outcome']) =>
      outcome.results.filter((it) => it.outcome === name && asked.has(it.id))
    const changed = of('changed')
    const there = changed.length + of('unchanged').length
    if (there > 0) {
      const text = () => sentence(bulk, there)
      const back = former(changed, asked, before)
      const undo = () => run({ wishes: back, undoing: true })
      const action = { label: () => words.queue.undo, run: () => {} }
      const canUndo = !bulk.undoing && back.length > 0
      if (canUndo) action.run = undoable(text, undo)
      toast.show({ key: KEY, text, ...(canUndo && { action }) })
    }
    tellOvertaken(of('stale'), bulk, asked, run)
    const missing = of('missing').length
    if (missing > 0) {
      toast.show({ key: 'bulk-gone', tone: 'bad', text: words.bulk.missing({ count: missing }) })
    }
    if (outcome.failed.length > 0) {
      const count = outcome.failed.length
      const text = () => `${words.bulk.failed({ count })} ${errorSentence(outcome.error)}`
      const again = () => run({ ...bulk, wishes: outcome.failed })
      const action = { label: () => words.app.tryAgain, run: again }
      // Nothing may still say that the change is on its way.
      toast.show({ key: there > 0 ? 'bulk-failed' : KEY, tone: 'bad', text, action })
    }
  }

  const tellOvertaken = (
    stale: readonly BulkResult[],
    bulk: Bulk,
    asked: Map<number, Wish>,
    run: Run,
  ) => {
    if (stale.length === 0) return
    const count = stale.length
    if (bulk.undoing) {
      toast.show({ key: 'bulk-stale', tone: 'bad', text: words.bulk.notUndone({ count }) })
      return
    }
    // Insists on what is shown now, so that a third person's change is not overrun unseen.
    const wishes = stale.flatMap(({ id, ticket }) => {
      const wish = asked.get(id)
      if (!wish || !ticket || fulfilled(ticket, wish)) return []
      return [{ ...wish, version: ticket.version }]
    })
    const action = { label: () => words.bulk.applyAnyway, run: () => run({ wishes }) }
    const text = () => words.bulk.stale({ count })
    toast.show({ key: 'bulk-stale', tone: 'bad', text, ...(wishes.length > 0 && { action }) })
  }

  return { progress, done }
}

/** "12 tickets set to Closed", where all were set to one thing. */
function sentence({ wishes, undoing }: Bulk, count: number): string {
  if (undoing) return words.bulk.undone({ count })
  const values = new Set(wishes.flatMap((it) => Object.entries(wished(it)).map(String)))
  const [first] = wishes
  const [field, value] = (first && Object.entries(wished(first))[0]) ?? []
  // Only a suggestion sets more than one label at once.
  if (values.size !== 1 || !field || !value) return words.bulk.accepted
  const names: Record<string, string> = words.labels[field as BulkField]
  return words.bulk.changed({ count, value: names[value] ?? value })
}

/** The former values, insisting on the versions that the change has made. */
function former(
  changed: readonly BulkResult[],
  asked: ReadonlyMap<number, Wish>,
  before: ReadonlyMap<number, Ticket>,
): Wish[] {
  return changed.flatMap(({ id, ticket }) => {
    const [wish, was] = [asked.get(id), before.get(id)]
    return wish && was && ticket ? [{ id, version: ticket.version, ...valuesOf(was, wish) }] : []
  })
}
