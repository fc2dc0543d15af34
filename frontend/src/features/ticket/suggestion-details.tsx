/** The suggestion behind the labels: source, confidence and outcome. */

import type { SuggestedField, Ticket } from '@/api/types'
import { messages } from '@/i18n/messages'
import { confidenceText } from '@/tickets/confidence'
import { SUGGESTED_FIELDS } from '@/tickets/filters'

export function SuggestionDetails({ ticket }: { ticket: Ticket }) {
  const { suggested } = ticket
  const t = messages.ticket
  return (
    <section className="provenance" aria-labelledby="provenance-title">
      <h2 id="provenance-title">{t.provenance}</h2>
      {suggested ? (
        <>
          <p>{suggestedBy(suggested)}</p>
          <ul>
            {SUGGESTED_FIELDS.map((field) => (
              <SuggestedLabel key={field} ticket={ticket} field={field} />
            ))}
          </ul>
          {suggested.elapsed_ms !== null && <p className="soft">{took(suggested.elapsed_ms)}</p>}
          {suggested.prompt && (
            <p className="soft">{t.promptVersion({ version: suggested.prompt })}</p>
          )}
          {suggested.text_changed && <p className="soft">{t.textChanged}</p>}
        </>
      ) : (
        <p className="soft">{t.nothingSuggested}</p>
      )}
    </section>
  )
}

function suggestedBy({ source, model }: NonNullable<Ticket['suggested']>): string {
  const by = { source: messages.labels.source[source] }
  return model
    ? messages.ticket.suggestedByModel({ ...by, model })
    : messages.ticket.suggestedBy(by)
}

/** Keywords take a few milliseconds: not worth a number. */
function took(ms: number): string {
  return ms >= 100 ? messages.ticket.took({ seconds: ms / 1000 }) : messages.ticket.atOnce
}

function SuggestedLabel({ ticket, field }: { ticket: Ticket; field: SuggestedField }) {
  const suggested = ticket.suggested?.[field]
  if (!ticket.suggested || !suggested) return null
  const names: Record<string, string> = messages.labels[field]
  const name = (value: string) => names[value] ?? value
  const confidence = ticket.suggested.confidence[field]
  const now = ticket[field]
  return (
    <li>
      <span className="soft">{messages.labels.field[field]}</span>{' '}
      <strong>{name(suggested)}</strong>
      <span className="soft">
        , {confidence === null ? messages.ticket.unmeasured : confidenceText(confidence)}
      </span>
      <span className="verdict">
        {now === suggested
          ? messages.ticket.unchanged
          : messages.ticket.changedTo({ value: name(now) })}
      </span>
    </li>
  )
}
