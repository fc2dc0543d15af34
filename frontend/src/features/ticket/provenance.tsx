/** Who suggested the labels, how sure they were, and what became of it. */

import type { Ticket } from '@/lib/api-types'
import { words } from '@/lib/words'

const FIELDS = ['category', 'priority'] as const

export function Provenance({ ticket }: { ticket: Ticket }) {
  const { suggested } = ticket
  const says = words.ticket
  return (
    <section className="provenance" aria-labelledby="provenance-title">
      <h2 id="provenance-title">{says.provenance}</h2>
      {suggested ? (
        <>
          <p>
            {says.suggestedBy(words.labels.source[suggested.source], suggested.model)}
            {took(suggested.elapsed_ms)}
          </p>
          <ul>
            {FIELDS.map((field) => (
              <Verdict key={field} ticket={ticket} field={field} />
            ))}
          </ul>
          {suggested.prompt && <p className="soft">{says.promptVersion(suggested.prompt)}</p>}
          {suggested.text_changed && <p className="soft">{says.textChanged}</p>}
        </>
      ) : (
        <p className="soft">{says.nothingSuggested}</p>
      )}
    </section>
  )
}

/** Keywords answer at once; to say so in milliseconds would tell nobody anything. */
function took(ms: number | null): string {
  return ms !== null && ms >= 100 ? words.ticket.took((ms / 1000).toFixed(1)) : ''
}

function Verdict({ ticket, field }: { ticket: Ticket; field: (typeof FIELDS)[number] }) {
  const suggested = ticket.suggested?.[field]
  if (!ticket.suggested || !suggested) return null
  const names: Record<string, string> = words.labels[field]
  const name = (value: string) => names[value] ?? value
  const confidence = ticket.suggested.confidence[field]
  const now = ticket[field]
  return (
    <li>
      <span className="soft">{words.labels.field[field]}</span> <strong>{name(suggested)}</strong>
      {confidence !== null && <span className="soft">, {words.triage.sure(confidence)}</span>}
      <span className="verdict">
        {now === suggested ? words.ticket.standing : words.ticket.changedTo(name(now))}
      </span>
    </li>
  )
}
