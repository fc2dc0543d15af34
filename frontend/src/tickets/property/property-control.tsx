/** A select that changes one label of a ticket in place. */

import type { ReactNode } from 'react'
import type { Category, Priority, Status, Ticket } from '@/api/types'
import { Select } from '@/components/select'
import { messages } from '@/i18n/messages'
import { LABELS, type LabelField } from '../labels'
import { PriorityIcon } from './priority-icon'
import { StatusIcon } from './status-icon'
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
  const names: Record<string, string> = messages.labels[property]
  return (
    <Select
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
    </Select>
  )
}

function shapeOf(property: LabelField, value: Category | Priority | Status): ReactNode {
  if (property === 'status') return <StatusIcon status={value as Status} />
  if (property === 'priority') return <PriorityIcon priority={value as Priority} />
  return null
}
