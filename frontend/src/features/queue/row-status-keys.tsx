/** The keys 1 to 4 for the row that has the focus; in the open ticket they are the ticket's. */

import { type RefObject, useEffect, useState } from 'react'
import { StatusKeys } from '@/components/status-keys'
import type { TicketRow } from '@/lib/api-types'

type Props = { pane: RefObject<HTMLElement | null>; tickets: readonly TicketRow[] }

export function RowStatusKeys({ pane, tickets }: Props) {
  const focused = useFocusedTicket(pane)
  const ticket = tickets.find((it) => it.id === focused)
  if (!ticket) return null
  // Another ticket is another sequence of changes.
  return <StatusKeys key={ticket.id} ticket={ticket} meant={() => focusedTicket() === ticket.id} />
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

function focusedTicket(): number | null {
  const row = document.activeElement?.closest<HTMLElement>('[data-ticket]')
  return row ? Number(row.dataset.ticket) : null
}
