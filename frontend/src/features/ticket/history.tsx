/** The ticket's history as a timeline, oldest first. */

import { FullTime } from '@/components/relative-time'
import type { TicketEvent } from '@/lib/api-types'
import { words } from '@/lib/words'
import { actorName, eventSentence } from './event-sentence'

export function History({ events }: { events: readonly TicketEvent[] }) {
  return (
    <section className="history" aria-labelledby="history-title">
      <h2 id="history-title">{words.ticket.history}</h2>
      <ol className="timeline">
        {events.map((event) => (
          // Append-only, and one change writes a field once: the three together are a name.
          <li key={`${event.at} ${event.field} ${event.new}`}>
            <p>{eventSentence(event)}</p>
            {event.field === 'description' && event.old !== null && (
              <details>
                <summary>{words.ticket.events.before}</summary>
                <p className="ticket-text" dir="auto">
                  {event.old}
                </p>
              </details>
            )}
            <p className="timeline-when">
              <span>{actorName(event.actor)}</span> <FullTime iso={event.at} />
            </p>
          </li>
        ))}
      </ol>
    </section>
  )
}
