/** Changes one label of a ticket in place: at once, with Undo, taken back when the server refuses. */

import type { ReactNode } from 'react'
import type { Category, Priority, Status, Ticket } from '@/lib/api-types'
import { errorSentence } from '@/lib/error-sentence'
import { CATEGORIES, PRIORITIES, STATUSES } from '@/lib/labels'
import { conflictOf, useTicketUpdate } from '@/lib/ticket-update'
import { words } from '@/lib/words'
import { Choice } from './choice'
import { PriorityShape } from './priority-mark'
import { StatusShape } from './status-shape'
import { useToast } from './toasts'

export type Property = 'category' | 'priority' | 'status'

const OPTIONS = { category: CATEGORIES, priority: PRIORITIES, status: STATUSES }

type Props = {
  ticket: Ticket
  property: Property
  label: string
  /** Given by a page that shows the whole ticket: the change then insists on the version shown there. */
  onConflict?: (yours: Partial<Ticket>, theirs: Ticket) => void
}

export function PropertyControl({ ticket, property, label, onConflict }: Props) {
  const change = usePropertyChange(ticket, property, onConflict)
  const value = ticket[property]
  const names: Record<string, string> = words.labels[property]
  return (
    <Choice
      aria-label={label}
      value={value}
      onChange={(event) => change(event.target.value)}
      shape={shapeOf(property, value)}
      {...(property === 'status' && { tone: value })}
    >
      {OPTIONS[property].map((option) => (
        <option key={option} value={option}>
          {names[option]}
        </option>
      ))}
    </Choice>
  )
}

function usePropertyChange(ticket: Ticket, property: Property, onConflict: Props['onConflict']) {
  const update = useTicketUpdate(ticket.id)
  const toast = useToast()
  const field = words.labels.field[property]
  const key = `ticket-${ticket.id}`

  const undo = (old: string, version: number) =>
    update
      .mutateAsync({ changes: { [property]: old }, ifVersion: version })
      .catch((error: unknown) => {
        const text = conflictOf(error) ? words.queue.undoFailed : errorSentence(error)
        toast.show({ key, tone: 'bad', text })
      })

  return (value: string) => {
    const old = ticket[property]
    const changes: Partial<Ticket> = { [property]: value }
    const insist = onConflict ? { ifVersion: 'shown' as const } : {}
    update.mutateAsync({ changes, ...insist }).then(
      (saved) => {
        const names: Record<string, string> = words.labels[property]
        toast.show({
          key,
          text: words.queue.changed({ field, value: names[value] ?? value }),
          action: { label: words.queue.undo, run: () => undo(old, saved.version) },
        })
      },
      (error: unknown) => {
        const theirs = conflictOf(error)
        if (theirs && onConflict) return onConflict(changes, theirs)
        const text = `${words.queue.changeFailed({ field })} ${errorSentence(error)}`
        toast.show({ key, tone: 'bad', text })
      },
    )
  }
}

function shapeOf(property: Property, value: Category | Priority | Status): ReactNode {
  if (property === 'status') return <StatusShape status={value as Status} />
  if (property === 'priority') return <PriorityShape priority={value as Priority} />
  return null
}
