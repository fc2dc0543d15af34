/** A ticket in full: text, properties, suggestion and timeline. */

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Ticket, TicketDetail } from '@/api/types'
import { FullTime } from '@/components/relative-time'
import { messages } from '@/i18n/messages'
import { patchTicket } from '@/tickets/api/cache'
import { LABEL_FIELDS } from '@/tickets/labels'
import { PropertyControl } from '@/tickets/property/property-control'
import { StatusShortcuts } from '@/tickets/property/status-shortcuts'
import { shortcutsTargetSelection } from '@/tickets/selection-store'
import { Timeline } from './conversation/timeline'
import { ConflictPanel, type EditConflict } from './editing/conflict-panel'
import { useEditor } from './editing/use-editor'
import { SuggestionDetails } from './suggestion-details'
import { TicketDescription, TicketTitle } from './ticket-text'

export function TicketView({ ticket }: { ticket: TicketDetail }) {
  const [conflict, setConflict] = useState<EditConflict | null>(null)
  const client = useQueryClient()
  const editor = useEditor(ticket.id)
  const { Editor } = editor
  const onConflict = (yours: Partial<Ticket>, theirs: Ticket) => {
    // Both made the same change: no conflict.
    if (isSameChange(yours, theirs)) patchTicket(client, ticket.id, theirs)
    else setConflict({ seen: ticket, yours, theirs })
  }

  return (
    <article className="ticket-body">
      <StatusShortcuts ticket={ticket} isTarget={noRowHasFocus} onConflict={onConflict} />
      <TicketTitle ticket={ticket} editor={editor} />
      {conflict && <ConflictPanel conflict={conflict} onDone={() => setConflict(null)} />}
      <div className="properties">
        {LABEL_FIELDS.map((property) => (
          <div className="property" key={property}>
            <span className="property-name" aria-hidden="true">
              {messages.labels.field[property]}
            </span>
            <PropertyControl
              ticket={ticket}
              property={property}
              label={messages.labels.field[property]}
              onConflict={onConflict}
            />
          </div>
        ))}
      </div>
      {Editor && <Editor ticket={ticket} onDone={editor.end} />}
      <TicketDescription text={ticket.description} hidden={Editor !== null} />
      <div className="ticket-side">
        <dl className="facts">
          <dt>{messages.ticket.requester}</dt>
          <dd dir="auto">
            {ticket.requester ?? <span className="soft">{messages.ticket.noRequester}</span>}
          </dd>
          <dt>{messages.ticket.created}</dt>
          <dd>
            <FullTime iso={ticket.created_at} />
          </dd>
          <dt>{messages.ticket.updated}</dt>
          <dd>
            <FullTime iso={ticket.updated_at} />
          </dd>
        </dl>
        <SuggestionDetails ticket={ticket} />
      </div>
      <Timeline ticket={ticket} />
    </article>
  )
}

/** With the focus in the list, the shortcuts belong to its row or to the selection. */
function noRowHasFocus(): boolean {
  return !shortcutsTargetSelection() && document.activeElement?.closest('[data-ticket]') == null
}

function isSameChange(yours: Partial<Ticket>, theirs: Ticket): boolean {
  const names = Object.keys(yours) as (keyof Ticket)[]
  return names.every((name) => yours[name] === theirs[name])
}
