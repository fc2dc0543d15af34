/** The shortcuts 1 to 4 for the focused row; in an open ticket they belong to the ticket. */

import { type RefObject, useEffect, useState } from 'react'
import type { TicketRow } from '@/api/types'
import { StatusShortcuts } from '@/tickets/property/status-shortcuts'
import { shortcutsTargetSelection } from '@/tickets/selection-store'
import { focusedTicket } from './row-order'

type Props = { pane: RefObject<HTMLElement | null>; tickets: readonly TicketRow[] }

export function RowStatusShortcuts({ pane, tickets }: Props) {
  const focused = useFocusedTicket(pane)
  const ticket = tickets.find((it) => it.id === focused)
  if (!ticket) return null
  // The key keeps the mutations of two tickets apart.
  return <StatusShortcuts key={ticket.id} ticket={ticket} isTarget={() => isTarget(ticket.id)} />
}

function useFocusedTicket(pane: RefObject<HTMLElement | null>): number | null {
  const [focused, setFocused] = useState<number | null>(null)
  useEffect(() => {
    const element = pane.current
    const note = () => setFocused(focusedTicket())
    element?.addEventListener('focusin', note)
    return () => element?.removeEventListener('focusin', note)
  }, [pane])
  return focused
}

/** The selection has precedence over the focused row. */
function isTarget(id: number): boolean {
  return !shortcutsTargetSelection() && focusedTicket() === id
}
