/** The title and description of a ticket, and the button that edits them. */

import type { Ticket } from '@/api/types'
import { Icon } from '@/components/icons'
import { messages } from '@/i18n/messages'
import { useShortcut } from '@/lib/shortcuts'
import type { useEditor } from './editing/use-editor'
import { LinkedText } from './linked-text'

export function TicketTitle({
  ticket,
  editor,
}: {
  ticket: Ticket
  editor: ReturnType<typeof useEditor>
}) {
  const t = messages.ticket
  useShortcut('e', () => {
    if (!editor.Editor) editor.begin()
  })
  return (
    // Printed also while it is edited.
    <div className="ticket-head paper" hidden={editor.Editor !== null}>
      <h1 className="ticket-title" dir="auto">
        {ticket.title}
      </h1>
      <button
        type="button"
        ref={editor.button}
        className="icon-button"
        aria-label={t.edit}
        title={t.withKeys({ name: t.edit, keys: 'e' })}
        onClick={editor.begin}
      >
        <Icon name="pencil" />
      </button>
    </div>
  )
}

export function TicketDescription({ text, hidden }: { text: string; hidden: boolean }) {
  return (
    <section className="paper" aria-label={messages.ticket.description} hidden={hidden}>
      <p className="ticket-text" dir="auto">
        <LinkedText text={text} />
      </p>
    </section>
  )
}
