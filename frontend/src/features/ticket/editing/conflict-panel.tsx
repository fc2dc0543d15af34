/** Shows an edit conflict: both versions side by side, to choose from. */

import { useQueryClient } from '@tanstack/react-query'
import type { Ticket } from '@/api/types'
import { Icon } from '@/components/icons'
import { useToast } from '@/components/toasts'
import { errorMessage } from '@/i18n/error-message'
import { messages } from '@/i18n/messages'
import { patchTicket } from '@/tickets/api/cache'
import { conflictOf, useTicketUpdate } from '@/tickets/api/update'
import './conflict.css'

/** The version that was edited, the changes to it, and the version that is stored now. */
export type EditConflict = { seen: Ticket; yours: Partial<Ticket>; theirs: Ticket }

const FIELDS = ['title', 'description', 'category', 'priority', 'status'] as const
type FieldName = (typeof FIELDS)[number]
const EXCERPT = 120

type Props = { conflict: EditConflict; onDone: () => void }

export function ConflictPanel({ conflict, onDone }: Props) {
  const { seen, yours, theirs } = conflict
  const client = useQueryClient()
  const update = useTicketUpdate(seen.id)
  const toast = useToast()
  const t = messages.ticket
  const concerned = FIELDS.filter((it) => it in yours || theirs[it] !== seen[it])

  const keep = () => {
    patchTicket(client, seen.id, theirs)
    onDone()
  }
  const apply = async () => {
    patchTicket(client, seen.id, theirs)
    try {
      await update.mutateAsync({ changes: yours, ifVersion: theirs.version })
    } catch (error) {
      const text = conflictOf(error) ? t.conflictTitle : errorMessage(error)
      toast.show({ key: `ticket-${seen.id}`, tone: 'bad', text })
    }
    onDone()
  }

  return (
    <section className="conflict" role="alert" aria-labelledby="conflict-title">
      <h2 id="conflict-title">
        <Icon name="alert" />
        {t.conflictTitle}
      </h2>
      <p>{t.conflictText}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">{t.conflictField}</th>
            <th scope="col">{t.conflictTheirs}</th>
            <th scope="col">{t.conflictYours}</th>
          </tr>
        </thead>
        <tbody>
          {concerned.map((field) => (
            <tr key={field}>
              <th scope="row">{messages.labels.field[field]}</th>
              <td dir="auto">{show(field, theirs[field])}</td>
              <td dir="auto">{field in yours ? show(field, String(yours[field])) : '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="actions">
        <button type="button" className="button" onClick={keep}>
          {t.keepTheirs}
        </button>
        <button type="button" className="button primary" onClick={apply}>
          {t.applyMine}
        </button>
      </div>
    </section>
  )
}

function show(field: FieldName, value: string): string {
  if (field === 'title' || field === 'description') return value.slice(0, EXCERPT)
  return (messages.labels[field] as Record<string, string>)[value] ?? value
}
