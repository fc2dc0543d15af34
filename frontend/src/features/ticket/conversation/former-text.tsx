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
  const [asked, setAsked] = useState(false)
  const query = useQuery({ ...eventQuery(ticketId, event.id), enabled: asked })
  const whole = event.cut ? query.data?.old : excerpt
  return (
    <details>
      <summary>{t.events.before}</summary>
      <p className="ticket-text" dir="auto">
        <LinkedText text={whole ?? `${excerpt} …`} />
      </p>
      {query.error && (
        <ErrorBanner
          title={t.textFailed}
          error={query.error}
          onRetry={() => void query.refetch()}
          busy={query.isFetching}
        />
      )}
      {whole === undefined && !query.error && (
        <button
          type="button"
          className="button small"
          aria-disabled={query.isFetching}
          onClick={() => setAsked(true)}
        >
          {query.isFetching ? t.textLoading : t.wholeText}
        </button>
      )}
    </details>
  )
}
