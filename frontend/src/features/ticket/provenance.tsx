/** Who suggested the labels, how sure they were, and what became of it. */

import type { SuggestedField, Ticket } from '@/api/types'
import { words } from '@/i18n/messages'
import { sureness } from '@/tickets/confidence'
import { SUGGESTED_FIELDS } from '@/tickets/filters'

export function Provenance({ ticket }: { ticket: Ticket }) {
  const { suggested } = ticket
  const says = words.ticket
  return (
    <section className="provenance" aria-labelledby="provenance-title">
      <h2 id="provenance-title">{says.provenance}</h2>
      {suggested ? (
        <>
          <p>{suggestedBy(suggested)}</p>
          <ul>
            {SUGGESTED_FIELDS.map((field) => (
              <Verdict key={field} ticket={ticket} field={field} />
            ))}
          </ul>
          {suggested.elapsed_ms !== null && <p className="soft">{took(suggested.elapsed_ms)}</p>}
          {suggested.prompt && (
            <p className="soft">{says.promptVersion({ version: suggested.prompt })}</p>
          )}
          {suggested.text_changed && <p className="soft">{says.textChanged}</p>}
        </>
      ) : (
        <p className="soft">{says.nothingSuggested}</p>
      )}
    </section>
  )
}

function suggestedBy({ source, model }: NonNullable<Ticket['suggested']>): string {
  const by = { source: words.labels.source[source] }
  return model ? words.ticket.suggestedByModel({ ...by, model }) : words.ticket.suggestedBy(by)
}

/** Keywords answer at once; to say so in milliseconds would tell nobody anything. */
function took(ms: number): string {
  return ms >= 100 ? words.ticket.took({ seconds: ms / 1000 }) : words.ticket.atOnce
}

function Verdict({ ticket, field }: { ticket: Ticket; field: SuggestedField }) {
  const suggested = ticket.suggested?.[field]
  if (!ticket.suggested || !suggested) return null
  const names: Record<string, string> = words.labels[field]
  const name = (value: string) => names[value] ?? value
  const confidence = ticket.suggested.confidence[field]
  const now = ticket[field]
  return (
    <li>
      <span className="soft">{words.labels.field[field]}</span> <strong>{name(suggested)}</strong>
      <span className="soft">
        , {confidence === null ? words.ticket.unmeasured : sureness(confidence)}
      </span>
      <span className="verdict">
        {now === suggested ? words.ticket.standing : words.ticket.changedTo({ value: name(now) })}
      </span>
    </li>
  )
}
