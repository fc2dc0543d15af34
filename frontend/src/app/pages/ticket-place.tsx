/** Where a ticket is shown: its code is no part of the first load, and comes right after it. */

import { Failure } from '@/components/notice'
import { ApiError } from '@/lib/api-error'
import { laterPart } from '@/lib/later-part'
import { words } from '@/lib/words'
import { PageLoading } from './page-loading'

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
