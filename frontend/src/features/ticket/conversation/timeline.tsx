/** The history and the notes of a ticket in one timeline, oldest first, and the form for a new note. */

import type { Note, TicketDetail, TicketEvent } from '@/api/types'
import { BidiText } from '@/components/bidi-text'
import { ErrorBanner } from '@/components/notice'
import { FullTime } from '@/components/relative-time'
import { isolate } from '@/i18n/bidi'
import { messages } from '@/i18n/messages'
import { LinkedText } from '../linked-text'
import { EarlierEventsButton, HISTORY_TITLE, useEvents } from './earlier-events'
import { actorName, eventMessage } from './event-message'
import { FormerText } from './former-text'
import { NoteComposer } from './note-composer'
import { type Entry, timelineEntries } from './timeline-entries'
import { Tombstone } from './tombstone'
import { useNotes } from './use-notes'

export function Timeline({ ticket }: { ticket: TicketDetail }) {
  const notes = useNotes(ticket)
  const { events, earlier } = useEvents(ticket)
  const entries = timelineEntries(events, notes)
  const t = messages.ticket
  const gap = (
    <li key="gap" className="gap">
      <button
        type="button"
        className="button small"
        aria-disabled={notes.busy}
        onClick={notes.loadMore}
      >
        {notes.busy ? t.notesLoading : t.moreNotes({ count: notes.remaining })}
      </button>
    </li>
  )
  return (
    <section className="history" aria-labelledby={HISTORY_TITLE}>
      <h2 id={HISTORY_TITLE} tabIndex={-1}>
        {t.history}
      </h2>
      <EarlierEventsButton earlier={earlier} />
      <ol className="timeline">
        {entries.map((entry) =>
          entry.kind === 'gap' ? (
            gap
          ) : (
            <Line key={keyOf(entry)} entry={entry} ticketId={ticket.id} />
          ),
        )}
      </ol>
      {notes.pending && (
        <p className="soft" role="status">
          {t.notesLoading}
        </p>
      )}
      {notes.error && (
        <ErrorBanner
          title={t.notesFailed}
          error={notes.error}
          onRetry={notes.retry}
          busy={notes.busy}
        />
      )}
      <NewNotes notes={notes.newNotes} />
      <NoteComposer ticketId={ticket.id} onWritten={notes.add} />
    </section>
  )
}

/** The key makes a new element for each note, so that the same text is read out again. */
function NewNotes({ notes }: { notes: readonly Note[] }) {
  const last = notes.at(-1)
  return (
    <p className="visually-hidden" role="status">
      {last && <span key={last.id}>{newNotesMessage(notes.length, last.author)}</span>}
    </p>
  )
}

function newNotesMessage(count: number, author: string | null): string {
  const t = messages.ticket
  if (count > 1) return t.newNotes({ count })
  return author === null ? t.newNote : t.newNoteBy({ author })
}

type ShownEntry = Exclude<Entry, { kind: 'gap' }>

function Line({ entry, ticketId }: { entry: ShownEntry; ticketId: number }) {
  return entry.kind === 'note' ? (
    <NoteEntry note={entry.note} />
  ) : (
    <EventEntry event={entry.event} ticketId={ticketId} />
  )
}

function EventEntry({ event, ticketId }: { event: TicketEvent; ticketId: number }) {
  return (
    <li>
      <p>
        <BidiText text={eventMessage(event)} />
      </p>
      {event.field === 'description' && event.old !== null && (
        <FormerText ticketId={ticketId} event={event} excerpt={event.old} />
      )}
      <p className="timeline-when">
        <span>
          <BidiText text={actorName(event.actor)} />
        </span>{' '}
        <FullTime iso={event.at} />
      </p>
      {event.old_redacted && (
        <Tombstone redacted={event.old_redacted} message={messages.ticket.formerTextRedacted} />
      )}
    </li>
  )
}

function NoteEntry({ note }: { note: Note }) {
  return (
    <li className="note-entry">
      <p className="note-author">
        {note.author === null ? (
          messages.ticket.noteBySomeone
        ) : (
          <BidiText text={messages.ticket.noteBy({ author: isolate(note.author) })} />
        )}
      </p>
      {note.redacted ? (
        <Tombstone redacted={note.redacted} message={messages.ticket.noteRedacted} />
      ) : (
        <p className="note-body" dir="auto">
          <LinkedText text={note.text} />
        </p>
      )}
      <p className="timeline-when">
        <FullTime iso={note.at} />
      </p>
    </li>
  )
}

function keyOf(entry: ShownEntry): string {
  if (entry.kind === 'note') return `note ${entry.note.id}`
  return `event ${entry.event.id}`
}
