/** The shortcut "a": applies the suggestion and moves to the next ticket. */

import type { RefObject } from 'react'
import { useNavigate } from 'react-router'
import type { TicketRow } from '@/api/types'
import { useToast } from '@/components/toasts'
import { messages } from '@/i18n/messages'
import { useShortcut } from '@/lib/shortcuts'
import { type BulkChange, isApplied } from '@/tickets/bulk/send-changes'
import { useBulkChange } from '@/tickets/bulk/use-bulk-change'
import { deskSearch } from '@/tickets/desk-address'
import { focusRow } from '../rows/row-focus'
import { focusedTicket } from '../rows/row-order'

export function useAcceptShortcut(
  pane: RefObject<HTMLElement | null>,
  tickets: readonly TicketRow[],
  openTicket: number | null,
) {
  const { run } = useBulkChange()
  const toast = useToast()
  const navigate = useNavigate()
  const say = (text: string) => toast.show({ key: 'bulk', text })

  const goOn = (id: number | undefined, fromRow: boolean) => {
    if (id === undefined) say(messages.bulk.lastTicket)
    else if (fromRow) focusRow(pane.current, id)
    else navigate({ pathname: `/tickets/${id}`, search: deskSearch() })
  }

  useShortcut('a', () => {
    const focused = focusedTicket()
    const at = tickets.findIndex((it) => it.id === (focused ?? openTicket))
    const ticket = tickets[at]
    if (!ticket) return false
    const change = asSuggested(ticket)
    if (!change) return say(messages.bulk.nothingSuggested)
    if (isApplied(ticket, change)) say(messages.bulk.asSuggested)
    // Alongside: a fast user accepts the next one before the response arrives.
    else run({ changes: [change], alongside: true })
    goOn(tickets[at + 1]?.id, focused !== null)
  })
}

function asSuggested({ id, version, suggested }: TicketRow): BulkChange | null {
  const { category, priority } = suggested ?? {}
  if (!category && !priority) return null
  return { id, version, ...(category && { category }), ...(priority && { priority }) }
}
