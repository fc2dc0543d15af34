/** One line of history as a sentence, for <Isolated>. */

import type { TicketEvent } from '@/api/types'
import { isolate } from '@/i18n/bidi'
import { words } from '@/i18n/messages'

export function eventSentence(event: TicketEvent): string {
  const { field, old, new: now } = event
  const says = words.ticket.events
  switch (field) {
    case 'created':
      return says.created
    case 'description':
      return says.description
    case 'title':
      return says.title({ old: quoted(old), now: quoted(now) })
    case 'requester':
      return says.requester({ old: quoted(old), now: quoted(now) })
    default: {
      const name = nameOf(field)
      const value = labelOf(field, now)
      if (old === null) return says.set({ field: name, now: value })
      return says.changed({ field: name, old: labelOf(field, old), now: value })
    }
  }
}

export function actorName(actor: string): string {
  const { actors, admin } = words.ticket
  if (actor.startsWith('admin:')) return admin({ name: isolate(actor.slice('admin:'.length)) })
  return (actors as Record<string, string>)[actor] ?? actor
}

function quoted(value: string | null): string {
  return value === null ? words.ticket.nothing : words.ticket.quoted({ value: isolate(value) })
}

function nameOf(field: string): string {
  return (words.labels.field as Record<string, string>)[field] ?? field
}

function labelOf(field: string, value: string | null): string {
  const names = (words.labels as Record<string, Record<string, string>>)[field]
  return names?.[value ?? ''] ?? value ?? '—'
}
