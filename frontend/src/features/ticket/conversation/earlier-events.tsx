/** Loads earlier entries of a ticket's history when asked to. */

import { useInfiniteQuery } from '@tanstack/react-query'
import type { TicketDetail, TicketEvent } from '@/api/types'
import { ErrorBanner } from '@/components/notice'
import { messages } from '@/i18n/messages'
import { earlierEventsQuery } from './events-query'

export type EarlierEvents = {
  events: readonly TicketEvent[]
  more: boolean
  busy: boolean
  error: Error | null
  load: () => void
}

export function useEarlierEvents(ticket: TicketDetail): EarlierEvents {
  const first = ticket.history[0]?.id ?? 0
  const query = useInfiniteQuery({ ...earlierEventsQuery(ticket.id, first), enabled: false })
  const pages = query.data?.pages ?? []
  return {
    events: pages.toReversed().flatMap((page) => page.results),
    more: query.data ? query.hasNextPage : ticket.history_more,
    busy: query.isFetching,
    error: query.error,
    load: () => void query.fetchNextPage({ cancelRefetch: false }),
  }
}

export function EarlierEventsButton({ earlier }: { earlier: EarlierEvents }) {
  const t = messages.ticket
  if (earlier.error)
    return (
      <ErrorBanner
        title={t.eventsFailed}
        error={earlier.error}
        onRetry={earlier.load}
        busy={earlier.busy}
      />
    )
  if (!earlier.more) return null
  return (
    <button
      type="button"
      className="button small"
      aria-disabled={earlier.busy}
      onClick={earlier.load}
    >
      {earlier.busy ? t.eventsLoading : t.moreEvents}
    </button>
  )
}
