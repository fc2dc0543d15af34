/** The confirmation: the ticket's number, where it was filed, and where to go from here. */

import { useEffect, useRef } from 'react'
import { Link } from 'react-router'
import type { Ticket } from '@/api/types'
import { Icon } from '@/components/icons'
import { words } from '@/i18n/messages'

export function Filed({ ticket, onAnother }: { ticket: Ticket; onAnother: () => void }) {
  const says = words.submit
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <section className="filed" aria-labelledby="filed-title">
      <span className="filed-tick">
        <Icon name="check" />
      </span>
      <h1 id="filed-title" ref={heading} tabIndex={-1}>
        {says.doneTitle({ id: ticket.id })}
      </h1>
      <p className="filed-name" dir="auto">
        {ticket.title}
      </p>
      <p className="soft">
        {says.doneText({
          category: words.labels.category[ticket.category],
          priority: words.labels.priority[ticket.priority],
        })}
      </p>
      <div className="actions">
        <Link className="button primary" to={`/tickets/${ticket.id}`}>
          {says.open}
        </Link>
        <button type="button" className="button" onClick={onAnother}>
          {says.another}
        </button>
        <Link className="button" to="/">
          {says.toQueue}
        </Link>
      </div>
    </section>
  )
}
