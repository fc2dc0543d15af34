/** What happened to the ticket and what was said about it, on one line of time, oldest first; and a place to say more. */

import { FailureLine } from '@/components/notice'
import { FullTime } from '@/components/relative-time'
import type { Note, TicketDetail, TicketEvent } from '@/lib/api-types'
import { words } from '@/lib/words'
import { actorName, eventSentence } from './event-sentence'
import { LinkedText } from './linked-text'
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
      <NoteComposer ticketId={ticket.id} onWritten={notes.add} />
    </section>
  )
}

type Told = Exclude<Entry, { kind: 'gap' }>

function Line({ entry }: { entry: Told }) {
  return entry.kind === 'note' ? <Said note={entry.note} /> : <Happened event={entry.event} />
}

function Happened({ event }: { event: TicketEvent }) {
  return (
    <li>
      <p>{eventSentence(event)}</p>
      {event.field === 'description' && event.old !== null && (
        <details>
          <summary>{words.ticket.events.before}</summary>
          <p className="ticket-text" dir="auto">
            <LinkedText text={event.old} />
          </p>
        </details>
      )}
      <p className="timeline-when">
        <span>{actorName(event.actor)}</span> <FullTime iso={event.at} />
      </p>
    </li>
  )
}

function Said({ note }: { note: Note }) {
  return (
    <li className="said">
      <p className="note-author">
        {note.author === null
          ? words.ticket.noteBySomeone
          : words.ticket.noteBy({ author: note.author })}
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
