/** Selecting in the queue: its keys, what is said about it, and the toolbar once something is selected. */

import { type ReactNode, type RefObject, useEffect } from 'react'
import type { TicketRow } from '@/api/types'
import { words } from '@/i18n/messages'
import { clearSelection, keepSelected, useSelection } from '@/tickets/selection-store'
import { BulkToolbar } from './bulk-toolbar'
import { useAcceptKey } from './use-accept-shortcut'
import { useSelectionKeys } from './use-selection-shortcuts'

type Props = {
  pane: RefObject<HTMLElement | null>
  tickets: readonly TicketRow[]
  openTicket: number | null
  /** The rows are those of the filters, and no longer those of the filters before. */
  settled: boolean
}

export function Selecting({ pane, tickets, openTicket, settled }: Props): ReactNode {
  useSelectionKeys(pane, openTicket)
  useAcceptKey(pane, tickets, openTicket)
  useEffect(() => {
    if (settled) keepSelected(tickets.map((it) => it.id))
  }, [tickets, settled])
  useEffect(() => clearSelection, [])
  const selected = useSelection()
  return (
    <>
      <p className="visually-hidden" role="status">
        {selected.size > 0 && words.bulk.announced({ count: selected.size })}
      </p>
      {selected.size > 0 && <BulkToolbar selected={selected} tickets={tickets} />}
    </>
  )
}
