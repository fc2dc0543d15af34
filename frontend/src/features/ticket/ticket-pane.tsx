/** One ticket beside or instead of the queue: reads its address, and shows loading, missing, failed or the ticket. */

import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { Link, useLocation, useNavigate } from 'react-router'
import { Icon } from '@/components/icons'
import { Empty, Failure } from '@/components/notice'
import { ApiError } from '@/lib/api-error'
import { useHeightVariable } from '@/lib/height-variable'
import { usePageTitle } from '@/lib/page-title'
import { keysMeanSelection } from '@/lib/selection'
import { useShortcut } from '@/lib/shortcuts'
import { ticketQuery } from '@/lib/ticket-queries'
import { words } from '@/lib/words'
import { CopyLink } from './copy-link'
import { TicketSkeleton } from './ticket-skeleton'
import { TicketView } from './ticket-view'
import './ticket.css'

export function TicketPane({ id }: { id: number }) {
  const { data, error, isPending, isFetching, refetch } = useQuery(ticketQuery(id))
  const pane = useFocusOnOpen()
  const bar = useRef<HTMLDivElement>(null)
  useHeightVariable(bar, '--ticket-bar')
  usePageTitle(
    data ? words.ticket.pageTitle({ id, title: data.title }) : words.ticket.region({ id }),
  )
  const back = useBack()

  const content = () => {
    if (isPending) return <TicketSkeleton />
    if (!data) {
      if (error instanceof ApiError && error.status === 404) return <Missing id={String(id)} />
      return (
        <Failure
          as="h1"
          title={words.ticket.failedTitle}
          error={error}
          onRetry={() => refetch()}
          busy={isFetching}
        />
      )
    }
    return <TicketView ticket={data} />
  }

  return (
    <section className="ticket" ref={pane} tabIndex={-1} aria-label={words.ticket.region({ id })}>
      <div className="ticket-bar" ref={bar}>
        <Link className="back-link" to={back}>
          <Icon name="back" />
          {words.ticket.back}
        </Link>
        <span className="ticket-number soft">{words.ticket.number({ id })}</span>
        <CopyLink path={`/tickets/${id}`} />
        <Link className="icon-button close-link" to={back} aria-label={words.ticket.close}>
          <Icon name="close" />
        </Link>
      </div>
      {content()}
    </section>
  )
}

/** What an address with a number that no ticket can have shows. */
export function Missing({ id }: { id: string }) {
  return (
    <Empty as="h1" title={words.ticket.missingTitle} text={words.ticket.missingText({ id })}>
      <Link className="button" to="/">
        {words.app.toQueue}
      </Link>
    </Empty>
  )
}

/** The queue as it was left, with its filters; Escape goes there too. */
function useBack() {
  const { search } = useLocation()
  const navigate = useNavigate()
  const back = { pathname: '/', search }
  useShortcut('Escape', () => !keysMeanSelection() && navigate(back))
  return back
}

/** Reading goes on in the ticket: the focus follows, unless the page has only just been loaded. */
function useFocusOnOpen() {
  const pane = useRef<HTMLElement>(null)
  const { key } = useLocation()
  const first = key === 'default'
  useEffect(() => {
    if (!first) pane.current?.focus({ preventScroll: true })
  }, [first])
  return pane
}
