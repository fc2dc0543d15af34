/** The keys 1 to 4 for the row that has the focus; in the open ticket they are the ticket's. */

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
  // Another ticket is another sequence of changes.
  return <StatusShortcuts key={ticket.id} ticket={ticket} meant={() => meant(ticket.id)} />
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

/** What is selected comes before the row that has the focus. */
function meant(id: number): boolean {
  return !shortcutsTargetSelection() && focusedTicket() === id
}
