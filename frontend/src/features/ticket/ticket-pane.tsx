/** The pane of one ticket, in each of its states: loading, missing, failed, loaded. */

import { useIsMutating, useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { Link, useLocation, useNavigate } from 'react-router'
import { ApiError } from '@/api/error'
import { CopyLink } from '@/components/copy-link'
import { Icon } from '@/components/icons'
import { ErrorBanner, ErrorState } from '@/components/notice'
import { usePageTitle } from '@/components/page-title'
import { messages } from '@/i18n/messages'
import { afterPaint } from '@/lib/after-paint'
import { useHeightVariable } from '@/lib/height-variable'
import { useShortcut } from '@/lib/shortcuts'
import { ticketQuery } from '@/tickets/api/queries'
import { updateKey } from '@/tickets/api/update'
import { deskSearch } from '@/tickets/desk-address'
import { shortcutsTargetSelection } from '@/tickets/selection-store'
import { MissingTicket } from './missing-ticket'
import { Neighbours } from './neighbours'
import { TicketSkeleton } from './ticket-skeleton'
import { TicketView } from './ticket-view'
import './ticket.css'

/** The polling interval of an open ticket, in a visible tab. */
const POLL_MS = 15_000

export function TicketPane({ id }: { id: number }) {
  // A refetch during an update would show the old value for a moment.
  const changing = useIsMutating({ mutationKey: updateKey(id) }) > 0
  const { data, error, isPending, isFetching, refetch } = useQuery({
    ...ticketQuery(id),
    refetchInterval: changing ? false : POLL_MS,
  })
  const pane = useFocusOnOpen()
  const bar = useRef<HTMLDivElement>(null)
  useHeightVariable(bar, '--ticket-bar')
  usePageTitle(
    data ? messages.ticket.pageTitle({ id, title: data.title }) : messages.ticket.region({ id }),
  )
  const back = useBack()

  const content = () => {
    if (isPending) return <TicketSkeleton />
    if (!data) {
      if (error instanceof ApiError && error.status === 404)
        return <MissingTicket id={String(id)} />
      return (
        <ErrorState
          as="h1"
          title={messages.ticket.failedTitle}
          error={error}
          onRetry={() => refetch()}
          busy={isFetching}
        />
      )
    }
    return (
      <>
        {error && (
          <ErrorBanner
            title={messages.ticket.refreshFailed}
            error={error}
            onRetry={() => refetch()}
            busy={isFetching}
          />
        )}
        <TicketView ticket={data} />
      </>
    )
  }

  return (
    <section
      className="ticket"
      ref={pane}
      tabIndex={-1}
      aria-label={messages.ticket.region({ id })}
    >
      <div className="ticket-bar" ref={bar}>
        <Link className="back-link" to={back}>
          <Icon name="back" />
          {messages.ticket.back}
        </Link>
        <span className="ticket-number soft">{messages.ticket.number({ id })}</span>
        <Neighbours id={id} />
        <CopyLink path={`/tickets/${id}`} />
        <Link className="icon-button close-link" to={back} aria-label={messages.ticket.close}>
          <Icon name="close" />
        </Link>
      </div>
      {content()}
    </section>
  )
}

/** The URL of the queue with its filters; Escape goes there too. */
function useBack() {
  const { search } = useLocation()
  const navigate = useNavigate()
  const back = { pathname: '/', search }
  useShortcut('Escape', () => {
    if (shortcutsTargetSelection()) return false
    afterPaint(() => navigate({ pathname: '/', search: deskSearch() }))
  })
  return back
}

/** Moves the focus to the ticket when it is opened, but not on the first page load. */
function useFocusOnOpen() {
  const pane = useRef<HTMLElement>(null)
  const { key } = useLocation()
  const first = key === 'default'
  useEffect(() => {
    if (!first) pane.current?.focus({ preventScroll: true })
  }, [first])
  return pane
}
