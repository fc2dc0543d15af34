/** Shows toasts with the outcome of a bulk change: changed, stale, missing, failed, each with its next step. */

import type { BulkResult, Ticket } from '@/api/types'
import { useToast } from '@/components/toasts'
import { errorMessage } from '@/i18n/error-message'
import { messages } from '@/i18n/messages'
import { registerUndo } from '@/lib/undo'
import { sameFields } from '../api/cache'
import type { LabelField } from '../labels'
import {
  type BulkChange,
  type BulkOutcome,
  type BulkUpdate,
  isApplied,
  requestedValues,
} from './send-changes'

const KEY = 'bulk'

/** Runs what a toast offers: Undo, Try again, Apply anyway. */
type Run = (update: BulkUpdate) => void

export function useBulkToasts() {
  const toast = useToast()

  const progress = (done: number, all: number) =>
    toast.show({ key: KEY, text: messages.bulk.progress({ done, all }) })

  const done = (
    outcome: BulkOutcome,
    update: BulkUpdate,
    before: ReadonlyMap<number, Ticket>,
    run: Run,
  ) => {
    const changeOf = new Map(update.changes.map((it) => [it.id, it]))
    const resultsOf = (name: BulkResult['outcome']) =>
      outcome.results.filter((it) => it.outcome === name && changeOf.has(it.id))
    const changed = resultsOf('changed')
    const applied = changed.length + resultsOf('unchanged').length
    if (applied > 0) {
      const text = () => changedSentence(update, applied)
      const reverse = reversed(changed, changeOf, before)
      const undo = () => run({ changes: reverse, undoing: true })
      const action = { label: () => messages.queue.undo, run: () => {} }
      const canUndo = !update.undoing && reverse.length > 0
      if (canUndo) action.run = registerUndo(text, undo)
      toast.show({ key: KEY, text, ...(canUndo && { action }) })
    }
    showStale(resultsOf('stale'), update, changeOf, run)
    const missing = resultsOf('missing').length
    if (missing > 0) {
      toast.show({
        key: 'bulk-missing',
        tone: 'bad',
        text: messages.bulk.missing({ count: missing }),
      })
    }
    if (outcome.failed.length > 0) {
      const count = outcome.failed.length
      const text = () => `${messages.bulk.failed({ count })} ${errorMessage(outcome.error)}`
      const retry = () => run({ ...update, changes: outcome.failed })
      const action = { label: () => messages.app.tryAgain, run: retry }
      // Replaces the progress, which would say that the change is still under way.
      toast.show({ key: applied > 0 ? 'bulk-failed' : KEY, tone: 'bad', text, action })
    }
  }

  const showStale = (
    stale: readonly BulkResult[],
    update: BulkUpdate,
    changeOf: ReadonlyMap<number, BulkChange>,
    run: Run,
  ) => {
    if (stale.length === 0) return
    const count = stale.length
    if (update.undoing) {
      toast.show({ key: 'bulk-stale', tone: 'bad', text: messages.bulk.notUndone({ count }) })
      return
    }
    // With the version that is shown now, so that a third person's change is not overwritten unseen.
    const changes = stale.flatMap(({ id, ticket }) => {
      const change = changeOf.get(id)
      if (!change || !ticket || isApplied(ticket, change)) return []
      return [{ ...change, version: ticket.version }]
    })
    const action = { label: () => messages.bulk.applyAnyway, run: () => run({ changes }) }
    const text = () => messages.bulk.stale({ count })
    toast.show({ key: 'bulk-stale', tone: 'bad', text, ...(changes.length > 0 && { action }) })
  }

  return { progress, done }
}

/** "12 tickets set to Closed", when all were set to the same value. */
function changedSentence({ changes, undoing }: BulkUpdate, count: number): string {
  if (undoing) return messages.bulk.undone({ count })
  const entries = changes.flatMap((it) => Object.entries(requestedValues(it)))
  const [first] = entries
  // Only an accepted suggestion sets more than one label at once.
  if (!first || new Set(entries.map(String)).size !== 1) return messages.bulk.accepted
  const [field, value] = first
  const names: Record<string, string> = messages.labels[field as LabelField]
  return messages.bulk.changed({ count, value: names[value] ?? value })
}

/** The changes that restore the old labels, with the versions that the update has made. */
function reversed(
  changed: readonly BulkResult[],
  changeOf: ReadonlyMap<number, BulkChange>,
  before: ReadonlyMap<number, Ticket>,
): BulkChange[] {
  return changed.flatMap(({ id, ticket }) => {
    const [change, old] = [changeOf.get(id), before.get(id)]
    if (!change || !old || !ticket) return []
    return [{ id, version: ticket.version, ...sameFields(old, requestedValues(change)) }]
  })
}
