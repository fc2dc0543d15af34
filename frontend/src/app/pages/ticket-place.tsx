/** Where a ticket is shown: its code is no part of the first load, and comes right after it. */

import { useCallback, useEffect, useState } from 'react'
import { Failure } from '@/components/notice'
import { ApiError } from '@/lib/api-error'
import { words } from '@/lib/words'
import { PageLoading } from './page-loading'

type Pane = typeof import('@/features/ticket/ticket-pane')['TicketPane']

/** Kept outside, so that it is there at once: waiting for it would let go of the focus when a ticket is opened. */
let pane: Pane | null = null

export function TicketPlace({ id }: { id: number | null }) {
  const [Pane, setPane] = useState(() => pane)
  const [failed, setFailed] = useState(false)
  const load = useCallback(() => {
    setFailed(false)
    import('@/features/ticket/ticket-pane').then(
      (module) => {
        pane = module.TicketPane
        setPane(() => module.TicketPane)
      },
      () => setFailed(true),
    )
  }, [])
  useEffect(() => {
    if (!pane) load()
  }, [load])

  if (id === null) return null
  if (Pane) return <Pane key={id} id={id} />
  if (!failed) return <PageLoading />
  return (
    <Failure
      as="h1"
      title={words.ticket.failedTitle}
      error={new ApiError('unreachable')}
      onRetry={load}
    />
  )
}
