/** The description before a change: an excerpt, and the whole text when asked for. */

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { TicketEvent } from '@/api/types'
import { ErrorBanner } from '@/components/notice'
import { messages } from '@/i18n/messages'
import { LinkedText } from '../linked-text'
import { eventQuery } from './events-query'

type Props = { ticketId: number; event: TicketEvent; excerpt: string }

export function FormerText({ ticketId, event, excerpt }: Props) {
  const t = messages.ticket
  const [open, setOpen] = useState(false)
  const query = useQuery({ ...eventQuery(ticketId, event.id), enabled: open })
  const whole = open ? query.data?.old : undefined
  const toggle = () => {
    if (open && query.error) void query.refetch()
    else setOpen(!open)
  }
  let label = whole === undefined ? t.wholeText : t.excerpt
  if (query.isFetching) label = t.textLoading
  else if (query.error) label = messages.app.tryAgain
  return (
    <details>
      <summary>{t.events.before}</summary>
      <p className="ticket-text" dir="auto">
        <LinkedText text={whole ?? (event.old_cut ? `${excerpt} …` : excerpt)} />
      </p>
      {query.error && <ErrorBanner title={t.textFailed} error={query.error} />}
      {event.old_cut && (
        // One button for every state, so that it keeps the focus.
        <button
          type="button"
          className="button small"
          aria-disabled={query.isFetching}
          onClick={query.isFetching ? undefined : toggle}
        >
          {label}
        </button>
      )}
    </details>
  )
}
