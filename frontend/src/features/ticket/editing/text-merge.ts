/** A three-way merge of a ticket's text: what changed, and what conflicts. */

import type { Ticket } from '@/api/types'

export const TEXT_FIELDS = ['title', 'description'] as const
export type TextFieldName = (typeof TEXT_FIELDS)[number]
export type Text = Record<TextFieldName, string>
export type Base = Text & { version: number }

export function textOf({ title, description }: Ticket): Text {
  return { title, description }
}

export function baseOf(ticket: Ticket): Base {
  return { ...textOf(ticket), version: ticket.version }
}

/** The changed fields. A title is trimmed, as the server does. */
export function textChanges(base: Text, now: Text): Partial<Text> {
  const wanted = { ...now, title: now.title.trim() }
  return Object.fromEntries(
    TEXT_FIELDS.filter((name) => wanted[name] !== base[name]).map((name) => [name, wanted[name]]),
  )
}

/** Merges after a conflict: theirs where only they changed a field, else mine. */
export function mergeText(
  base: Text,
  mine: Text,
  theirs: Text,
): { text: Text; conflicting: TextFieldName[] } {
  const changes = textChanges(base, mine)
  const pick = (name: TextFieldName) => (name in changes ? mine[name] : theirs[name])
  return {
    text: { title: pick('title'), description: pick('description') },
    conflicting: TEXT_FIELDS.filter(
      (name) => name in changes && theirs[name] !== base[name] && theirs[name] !== changes[name],
    ),
  }
}
