/** Loads earlier entries of a ticket's history when asked to. */

import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { TicketDetail, TicketEvent } from '@/api/types'
import { ErrorBanner } from '@/components/notice'
import { messages } from '@/i18n/messages'
import { earlierEventsQuery } from './events-query'

export const HISTORY_TITLE = 'history-title'

export type EarlierEvents = {
  more: boolean
  busy: boolean
  error: Error | null
  load: () => void
}

/** The entries that are loaded, oldest first, and a way to earlier ones. */
export function useEvents(ticket: TicketDetail): { events: TicketEvent[]; earlier: EarlierEvents } {
  const seen = useSeenEvents(ticket)
  const first = seen.events[0]?.id ?? 0
  const query = useInfiniteQuery({ ...earlierEventsQuery(ticket.id, first), enabled: false })
  const pages = query.data?.pages ?? []
  return {
    events: [...pages.toReversed().flatMap((page) => page.results), ...seen.events],
    earlier: {
      more: query.data ? query.hasNextPage : seen.more,
      busy: query.isFetching,
      error: query.error,
      load: () => void query.fetchNextPage({ cancelRefetch: false }),
    },
  }
}

/**
 * The ticket has only its last entries. Those that a new one pushes out are kept, so that nothing that was read goes.
 * If so many are new that some between may be missing, it begins anew.
 */
function useSeenEvents({ id, history, history_more: more }: TicketDetail) {
  const [seen, setSeen] = useState({ id, history, events: history, more })
  if (seen.id === id && seen.history === history) return seen
  const first = history[0]
  const place = seen.events.findIndex((it) => it.id === first?.id)
  const next =
    seen.id === id && place >= 0
      ? { id, history, events: [...seen.events.slice(0, place), ...history], more: seen.more }
      : { id, history, events: history, more }
  setSeen(next)
  return next
}

export function EarlierEventsButton({ earlier }: { earlier: EarlierEvents }) {
  const t = messages.ticket
  if (!earlier.more && !earlier.error) return null
  let label = earlier.error ? messages.app.tryAgain : t.moreEvents
  if (earlier.busy) label = t.eventsLoading
  return (
    <div className="earlier">
      {earlier.error && <ErrorBanner title={t.eventsFailed} error={earlier.error} />}
      <button
        type="button"
        className="button small"
        ref={passFocusOn}
        aria-disabled={earlier.busy}
        onClick={earlier.load}
      >
        {label}
      </button>
    </div>
  )
}

/** The button goes with the last page: the focus passes to the title, above the entries that were loaded. */
function passFocusOn(button: HTMLButtonElement) {
  return () => {
    if (document.activeElement === button) document.getElementById(HISTORY_TITLE)?.focus()
  }
}
