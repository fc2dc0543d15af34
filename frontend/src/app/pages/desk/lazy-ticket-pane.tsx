/** Where a ticket is shown: its code is no part of the first load, and comes right after it. */

import { ApiError } from '@/api/error'
import { PageLoading } from '@/app/pages/page-loading'
import { laterPart } from '@/components/lazy-module'
import { Failure } from '@/components/notice'
import { words } from '@/i18n/messages'

const useTicketPane = laterPart(async () => {
  const { TicketPane } = await import('@/features/ticket/ticket-pane')
  return TicketPane
})

export function TicketPlace({ id }: { id: number | null }) {
  const { part: Pane, failed, retry } = useTicketPane()
  if (id === null) return null
  if (Pane) return <Pane key={id} id={id} />
  if (!failed) return <PageLoading />
  return (
    <Failure
      as="h1"
      title={words.ticket.failedTitle}
      error={new ApiError('unreachable')}
      onRetry={retry}
    />
  )
}
