/** The confirmation after a ticket was created. */

import { useEffect, useRef } from 'react'
import { Link } from 'react-router'
import type { Ticket } from '@/api/types'
import { Icon } from '@/components/icons'
import { messages } from '@/i18n/messages'

export function Confirmation({ ticket, onAnother }: { ticket: Ticket; onAnother: () => void }) {
  const t = messages.submit
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <section className="confirmation" aria-labelledby="confirmation-title">
      <span className="confirmation-tick">
        <Icon name="check" />
      </span>
      <h1 id="confirmation-title" ref={heading} tabIndex={-1}>
        {t.createdTitle({ id: ticket.id })}
      </h1>
      <p className="confirmation-ticket" dir="auto">
        {ticket.title}
      </p>
      <p className="soft">
        {t.createdText({
          category: messages.labels.category[ticket.category],
          priority: messages.labels.priority[ticket.priority],
        })}
      </p>
      <div className="actions">
        <Link className="button primary" to={`/tickets/${ticket.id}`}>
          {t.open}
        </Link>
        <button type="button" className="button" onClick={onAnother}>
          {t.another}
        </button>
        <Link className="button" to="/">
          {t.toQueue}
        </Link>
      </div>
    </section>
  )
}
