/** What happened to the ticket and what was said about it, on one line of time, oldest first; and a place to say more. */

import type { Note, TicketDetail, TicketEvent } from '@/api/types'
import { Isolated } from '@/components/bidi-text'
import { FailureLine } from '@/components/notice'
import { FullTime } from '@/components/relative-time'
import { isolate } from '@/i18n/bidi'
import { words } from '@/i18n/messages'
import { LinkedText } from '../linked-text'
import { actorName, eventSentence } from './event-message'
import { NoteComposer } from './note-composer'
import { type Entry, timelineEntries } from './timeline-entries'
import { useNotes } from './use-notes'

export function History({ ticket }: { ticket: TicketDetail }) {
  const notes = useNotes(ticket)
  const entries = timelineEntries(ticket.history, notes)
  const says = words.ticket
  const gap = (
    <li key="gap" className="gap">
      <button
        type="button"
        className="button small"
        aria-disabled={notes.busy}
        onClick={notes.readOn}
      >
        {notes.busy ? says.notesLoading : says.moreNotes({ count: notes.left })}
      </button>
    </li>
  )
  return (
    <section className="history" aria-labelledby="history-title">
      <h2 id="history-title">{says.history}</h2>
      <ol className="timeline">
        {entries.map((entry) =>
          entry.kind === 'gap' ? gap : <Line key={keyOf(entry)} entry={entry} />,
        )}
      </ol>
      {notes.pending && (
        <p className="soft" role="status">
          {says.notesLoading}
        </p>
      )}
      {notes.error && (
        <FailureLine
          title={says.notesFailed}
          error={notes.error}
          onRetry={notes.retry}
          busy={notes.busy}
        />
      )}
      <News notes={notes.news} />
      <NoteComposer ticketId={ticket.id} onWritten={notes.add} />
    </section>
  )
}

/** Said once for each: with the next note the words may be the same, but their element is another. */
function News({ notes }: { notes: readonly Note[] }) {
  const last = notes.at(-1)
  return (
    <p className="visually-hidden" role="status">
      {last && <span key={last.id}>{newsSentence(notes.length, last.author)}</span>}
    </p>
  )
}

function newsSentence(count: number, author: string | null): string {
  const says = words.ticket
  if (count > 1) return says.newNotes({ count })
  return author === null ? says.newNote : says.newNoteBy({ author })
}

type Told = Exclude<Entry, { kind: 'gap' }>

function Line({ entry }: { entry: Told }) {
  return entry.kind === 'note' ? <Said note={entry.note} /> : <Happened event={entry.event} />
}

function Happened({ event }: { event: TicketEvent }) {
  return (
    <li>
      <p>
        <Isolated text={eventSentence(event)} />
      </p>
      {event.field === 'description' && event.old !== null && (
        <details>
          <summary>{words.ticket.events.before}</summary>
          <p className="ticket-text" dir="auto">
            <LinkedText text={event.old} />
          </p>
        </details>
      )}
      <p className="timeline-when">
        <span>
          <Isolated text={actorName(event.actor)} />
        </span>{' '}
        <FullTime iso={event.at} />
      </p>
    </li>
  )
}

function Said({ note }: { note: Note }) {
  return (
    <li className="said">
      <p className="note-author">
        {note.author === null ? (
          words.ticket.noteBySomeone
        ) : (
          <Isolated text={words.ticket.noteBy({ author: isolate(note.author) })} />
        )}
      </p>
      <p className="timeline-said" dir="auto">
        <LinkedText text={note.text} />
      </p>
      <p className="timeline-when">
        <FullTime iso={note.at} />
      </p>
    </li>
  )
}

/** Append-only, and one change writes a field once: the three together are an event's name. */
function keyOf(entry: Told): string {
  if (entry.kind === 'note') return `note ${entry.note.id}`
  const { at, field, new: now } = entry.event
  return `${at} ${field} ${now}`
}
