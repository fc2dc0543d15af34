/** Changes one label of a ticket optimistically, with Undo, and rolls back when the server refuses. */

import type { Ticket } from '@/api/types'
import { useToast } from '@/components/toasts'
import { errorMessage } from '@/i18n/error-message'
import { messages } from '@/i18n/messages'
import { registerUndo } from '@/lib/undo'
import { conflictOf, useTicketUpdate } from '../api/update'
import type { LabelField } from '../labels'

/** Given by the page of a single ticket: its changes then require the version shown there. */
export type OnConflict = (yours: Partial<Ticket>, theirs: Ticket) => void

export function usePropertyChange(ticket: Ticket, property: LabelField, onConflict?: OnConflict) {
  const update = useTicketUpdate(ticket.id)
  const toast = useToast()
  const key = `ticket-${ticket.id}`

  const undo = (old: string, version: number) =>
    update
      .mutateAsync({ changes: { [property]: old }, ifVersion: version })
      .catch((error: unknown) => {
        const text = conflictOf(error) ? messages.queue.undoFailed : errorMessage(error)
        toast.show({ key, tone: 'bad', text })
      })

  return (value: string) => {
    const old = ticket[property]
    const changes: Partial<Ticket> = { [property]: value }
    const insist = onConflict ? { ifVersion: 'shown' as const } : {}
    update.mutateAsync({ changes, ...insist }).then(
      (saved) => {
        const text = () => changed(property, value)
        const run = registerUndo(
          () => `${messages.ticket.number({ id: ticket.id })}: ${text()}`,
          () => undo(old, saved.version),
        )
        toast.show({ key, text, action: { label: () => messages.queue.undo, run } })
      },
      (error: unknown) => {
        const theirs = conflictOf(error)
        if (theirs && onConflict) return onConflict(changes, theirs)
        const field = messages.labels.field[property]
        const text = `${messages.queue.changeFailed({ field })} ${errorMessage(error)}`
        toast.show({ key, tone: 'bad', text })
      },
    )
  }
}

/** "Status set to Closed". */
function changed(property: LabelField, value: string): string {
  const names: Record<string, string> = messages.labels[property]
  const field = messages.labels.field[property]
  return messages.queue.changed({ field, value: names[value] ?? value })
}
