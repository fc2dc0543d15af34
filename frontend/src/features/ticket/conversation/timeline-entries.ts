/** Merges history and notes into one timeline, oldest first. */

import type { Note, TicketEvent } from '@/api/types'

/** `gap`: where notes are that are not loaded yet. */
export type Entry =
  | { kind: 'event'; at: string; event: TicketEvent }
  | { kind: 'note'; at: string; note: Note }
  | { kind: 'gap' }

type Notes = { loaded: readonly Note[]; written: readonly Note[]; remaining: number }

export function timelineEntries(events: readonly TicketEvent[], notes: Notes): Entry[] {
  const eventEntries = events.map((event): Entry & { at: string } => ({
    kind: 'event',
    at: event.at,
    event,
  }))
  const noteEntry = (note: Note): Entry & { at: string } => ({ kind: 'note', at: note.at, note })
  const inOrder = (entries: (Entry & { at: string })[]) =>
    // The sort is stable: entries of the same moment keep their order.
    entries.sort((one, other) => Date.parse(one.at) - Date.parse(other.at))
  const all = [...notes.loaded, ...notes.written].map(noteEntry)
  const last = notes.loaded.at(-1)
  if (notes.remaining === 0 || !last) return inOrder([...eventEntries, ...all])
  const until = Date.parse(last.at)
  const before = (entry: { at: string }) => Date.parse(entry.at) <= until
  const after = (entry: { at: string }) => !before(entry)
  return [
    ...inOrder([...eventEntries.filter(before), ...notes.loaded.map(noteEntry)]),
    { kind: 'gap' },
    ...inOrder([...eventEntries.filter(after), ...notes.written.map(noteEntry)]),
  ]
}
