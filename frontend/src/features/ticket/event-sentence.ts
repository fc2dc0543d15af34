/** One line of history as a sentence. */

import type { TicketEvent } from '@/lib/api-types'
import { words } from '@/lib/words'

const says = words.ticket.events

export function eventSentence(event: TicketEvent): string {
  const { field, old, new: now } = event
  switch (field) {
    case 'created':
      return says.created
    case 'description':
      return says.description
    case 'title':
      return says.title(old, now)
    case 'requester':
      return says.requester(old, now)
    default: {
      const name = nameOf(field)
      const value = labelOf(field, now)
      return old === null ? says.set(name, value) : says.changed(name, labelOf(field, old), value)
    }
  }
}

export function actorName(actor: string): string {
  const { actors, admin } = words.ticket
  if (actor.startsWith('admin:')) return admin(actor.slice('admin:'.length))
  return (actors as Record<string, string>)[actor] ?? actor
}

function nameOf(field: string): string {
  return (words.labels.field as Record<string, string>)[field] ?? field
}

function labelOf(field: string, value: string | null): string {
  const names = (words.labels as Record<string, Record<string, string>>)[field]
  return names?.[value ?? ''] ?? value ?? '—'
}
