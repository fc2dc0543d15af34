/** Selecting in the queue: shortcuts, announcements and the toolbar. */

import { type ReactNode, type RefObject, useEffect } from 'react'
import type { TicketRow } from '@/api/types'
import { messages } from '@/i18n/messages'
import { clearSelection, retainSelected, useSelection } from '@/tickets/selection-store'
import { BulkToolbar } from './bulk-toolbar'
import { useAcceptShortcut } from './use-accept-shortcut'
import { useSelectionShortcuts } from './use-selection-shortcuts'

type Props = {
  pane: RefObject<HTMLElement | null>
  tickets: readonly TicketRow[]
  openTicket: number | null
  /** Whether the rows belong to the present filters, not to the previous ones. */
  settled: boolean
}

export function SelectionTools({ pane, tickets, openTicket, settled }: Props): ReactNode {
  useSelectionShortcuts(pane, openTicket)
  useAcceptShortcut(pane, tickets, openTicket)
  useEffect(() => {
    if (settled) retainSelected(tickets.map((it) => it.id))
  }, [tickets, settled])
  useEffect(() => clearSelection, [])
  const selected = useSelection()
  return (
    <>
      <p className="visually-hidden" role="status">
        {selected.size > 0 && messages.bulk.announced({ count: selected.size })}
      </p>
      {selected.size > 0 && <BulkToolbar selected={selected} tickets={tickets} />}
    </>
  )
}
