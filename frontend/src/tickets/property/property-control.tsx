/** Changes one label of a ticket in place: at once, with Undo, taken back when the server refuses. */

import type { ReactNode } from 'react'
import type { Category, Priority, Status, Ticket } from '@/api/types'
import { Choice } from '@/components/select'
import { words } from '@/i18n/messages'
import { LABELS, type LabelField } from '../labels'
import { PriorityShape } from './priority-icon'
import { StatusShape } from './status-icon'
import { type OnConflict, usePropertyChange } from './use-property-change'

type Props = {
  ticket: Ticket
  property: LabelField
  label: string
  onConflict?: OnConflict
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
      {LABELS[property].map((option) => (
        <option key={option} value={option}>
          {names[option]}
        </option>
      ))}
    </Choice>
  )
}

function shapeOf(property: LabelField, value: Category | Priority | Status): ReactNode {
  if (property === 'status') return <StatusShape status={value as Status} />
  if (property === 'priority') return <PriorityShape priority={value as Priority} />
  return null
}
