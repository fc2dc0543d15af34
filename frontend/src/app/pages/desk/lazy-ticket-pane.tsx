/** Loads the ticket pane lazily, right after the first load. */

import { ApiError } from '@/api/error'
import { PageLoading } from '@/app/pages/page-loading'
import { lazyModule } from '@/components/lazy-module'
import { ErrorState } from '@/components/notice'
import { messages } from '@/i18n/messages'

const useTicketPane = lazyModule(async () => {
  const { TicketPane } = await import('@/features/ticket/ticket-pane')
  return TicketPane
})

export function LazyTicketPane({ id }: { id: number | null }) {
  const { module: Pane, failed, retry } = useTicketPane()
  if (id === null) return null
  if (Pane) return <Pane key={id} id={id} />
  if (!failed) return <PageLoading />
  return (
    <ErrorState
      as="h1"
      title={messages.ticket.failedTitle}
      error={new ApiError('unreachable')}
      onRetry={retry}
    />
  )
}
