/** Editing a ticket's text while others may do the same: what changed, and what two people changed differently. */

import type { Ticket } from '@/api/types'

export const TEXTS = ['title', 'description'] as const
export type TextName = (typeof TEXTS)[number]
export type Text = Record<TextName, string>
export type Base = Text & { version: number }

export function textOf({ title, description }: Ticket): Text {
  return { title, description }
}

export function baseOf(ticket: Ticket): Base {
  return { ...textOf(ticket), version: ticket.version }
}

/** The fields to send. A title is trimmed, as the server does. */
export function changesIn(base: Text, now: Text): Partial<Text> {
  const wanted = { ...now, title: now.title.trim() }
  return Object.fromEntries(
    TEXTS.filter((name) => wanted[name] !== base[name]).map((name) => [name, wanted[name]]),
  )
}

/** What to go on with after someone else was faster: theirs where only they wrote, mine where I did. */
export function merged(
  base: Text,
  mine: Text,
  theirs: Text,
): { text: Text; contested: TextName[] } {
  const changes = changesIn(base, mine)
  const pick = (name: TextName) => (name in changes ? mine[name] : theirs[name])
  return {
    text: { title: pick('title'), description: pick('description') },
    contested: TEXTS.filter(
      (name) => name in changes && theirs[name] !== base[name] && theirs[name] !== changes[name],
    ),
  }
}
