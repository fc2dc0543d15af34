/** A history event as a message, for <BidiText>. */

import type { Redacted, TicketEvent } from '@/api/types'
import { isolate } from '@/i18n/bidi'
import { messages } from '@/i18n/messages'

export function eventMessage(event: TicketEvent): string {
  const { field, old, new: now } = event
  const t = messages.ticket.events
  switch (field) {
    case 'created':
      return t.created
    case 'description':
      return t.description
    case 'title':
      return t.title(texts(event))
    case 'requester':
      return t.requester(texts(event))
    default: {
      const name = nameOf(field)
      const value = labelOf(field, now)
      if (old === null) return t.set({ field: name, now: value })
      return t.changed({ field: name, old: labelOf(field, old), now: value })
    }
  }
}

export function actorName(actor: string): string {
  const { actors, admin } = messages.ticket
  if (actor.startsWith('admin:')) return admin({ name: isolate(actor.slice('admin:'.length)) })
  return (actors as Record<string, string>)[actor] ?? actor
}

function texts({ old, old_redacted, new: now, new_redacted }: TicketEvent) {
  return { old: quoted(old, old_redacted), now: quoted(now, new_redacted) }
}

function quoted(value: string | null, redacted: Redacted | null): string {
  if (redacted) return messages.ticket.redactedValue
  return value === null
    ? messages.ticket.nothing
    : messages.ticket.quoted({ value: isolate(value) })
}

function nameOf(field: string): string {
  return (messages.labels.field as Record<string, string>)[field] ?? field
}

function labelOf(field: string, value: string | null): string {
  const names = (messages.labels as Record<string, Record<string, string>>)[field]
  return names?.[value ?? ''] ?? value ?? '—'
}
