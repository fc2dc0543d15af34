/** The shortcuts 1 to 4, which set a ticket's status. */

import type { Ticket } from '@/api/types'
import { useShortcut } from '@/lib/shortcuts'
import { STATUSES } from '../labels'
import { type OnConflict, usePropertyChange } from './use-property-change'

type Props = {
  ticket: Ticket
  /** Whether the shortcuts apply to this ticket now. */
  isTarget: () => boolean
  onConflict?: OnConflict
}

export function StatusShortcuts({ ticket, isTarget, onConflict }: Props) {
  const change = usePropertyChange(ticket, 'status', onConflict)
  const set = (n: number) => {
    if (!isTarget()) return false
    const status = STATUSES[n]
    if (status && status !== ticket.status) change(status)
    return true
  }
  useShortcut('1', () => set(0))
  useShortcut('2', () => set(1))
  useShortcut('3', () => set(2))
  useShortcut('4', () => set(3))
  return null
}
