/** A ticket in full: what it says, what it is labelled, who suggested that, and what happened since. */

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Ticket, TicketDetail } from '@/api/types'
import { FullTime } from '@/components/relative-time'
import { words } from '@/i18n/messages'
import { patchTicket } from '@/tickets/api/cache'
import { LABEL_FIELDS } from '@/tickets/labels'
import { PropertyControl } from '@/tickets/property/property-control'
import { StatusKeys } from '@/tickets/property/status-shortcuts'
import { keysMeanSelection } from '@/tickets/selection-store'
import { History } from './conversation/timeline'
import { type Clash, ConflictPanel } from './editing/conflict-panel'
import { useEditor } from './editing/use-editor'
import { Provenance } from './provenance'
import { TicketDescription, TicketTitle } from './ticket-text'

export function TicketView({ ticket }: { ticket: TicketDetail }) {
  const [clash, setClash] = useState<Clash | null>(null)
  const client = useQueryClient()
  const editor = useEditor(ticket.id)
  const { Editor } = editor
  const onConflict = (yours: Partial<Ticket>, theirs: Ticket) => {
    // Both wanted the same: there is nothing to decide.
    if (wantsNothingElse(yours, theirs)) patchTicket(client, ticket.id, theirs)
    else setClash({ seen: ticket, yours, theirs })
  }

  return (
    <article className="ticket-body">
      <StatusKeys ticket={ticket} meant={noRowHasFocus} onConflict={onConflict} />
      <TicketTitle ticket={ticket} editor={editor} />
      {clash && <ConflictPanel clash={clash} onDone={() => setClash(null)} />}
      <div className="properties">
        {LABEL_FIELDS.map((property) => (
          <div className="property" key={property}>
            <span className="property-name" aria-hidden="true">
              {words.labels.field[property]}
            </span>
            <PropertyControl
              ticket={ticket}
              property={property}
              label={words.labels.field[property]}
              onConflict={onConflict}
            />
          </div>
        ))}
      </div>
      {Editor && <Editor ticket={ticket} onDone={editor.end} />}
      <TicketDescription text={ticket.description} hidden={Editor !== null} />
      <div className="ticket-side">
        <dl className="facts">
          <dt>{words.ticket.requester}</dt>
          <dd dir="auto">
            {ticket.requester ?? <span className="soft">{words.ticket.noRequester}</span>}
          </dd>
          <dt>{words.ticket.created}</dt>
          <dd>
            <FullTime iso={ticket.created_at} />
          </dd>
          <dt>{words.ticket.updated}</dt>
          <dd>
            <FullTime iso={ticket.updated_at} />
          </dd>
        </dl>
        <Provenance ticket={ticket} />
      </div>
      <History ticket={ticket} />
    </article>
  )
}

/** With the focus in the list, the keys are its row's, or those of what is selected there. */
function noRowHasFocus(): boolean {
  return !keysMeanSelection() && document.activeElement?.closest('[data-ticket]') == null
}

function wantsNothingElse(yours: Partial<Ticket>, theirs: Ticket): boolean {
  const names = Object.keys(yours) as (keyof Ticket)[]
  return names.every((name) => yours[name] === theirs[name])
}
