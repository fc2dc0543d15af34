/** Shortcuts for the selection: x, Shift+J and K, Ctrl+A or Cmd+A, Escape, and 1 to 4. */

import { type RefObject, useEffect } from 'react'
import { isCommandShortcut } from '@/lib/keyboard/pressed-key'
import { useShortcut } from '@/lib/shortcuts'
import { useBulkChange } from '@/tickets/bulk/use-bulk-change'
import { STATUSES } from '@/tickets/labels'
import {
  clearSelection,
  select,
  selectAll,
  selection,
  selectRange,
  shortcutsTargetSelection,
} from '@/tickets/selection-store'
import { focusRow } from '../rows/row-focus'
import { focusedTicket, rowOrder } from '../rows/row-order'

export function useSelectionShortcuts(
  pane: RefObject<HTMLElement | null>,
  openTicket: number | null,
) {
  const { set } = useBulkChange()
  const extend = (step: 1 | -1) => {
    const order = rowOrder(pane.current)
    const here = order.indexOf(focusedTicket() ?? openTicket ?? -1)
    const from = order[Math.max(here, 0)]
    const to = order[Math.min(Math.max(here + step, 0), order.length - 1)]
    if (from === undefined || to === undefined) return false
    select(from, true)
    selectRange(to, true, order)
    focusRow(pane.current, to)
  }
  const toggle = () => {
    const id = focusedTicket() ?? openTicket
    if (id === null || !rowOrder(pane.current).includes(id)) return false
    select(id, !selection().has(id))
  }
  const setAll = (n: number) => {
    const status = STATUSES[n]
    if (!shortcutsTargetSelection() || !status) return false
    set(selection(), 'status', status)
  }
  useShortcut('x', toggle)
  useShortcut('J', () => extend(1))
  useShortcut('K', () => extend(-1))
  useShortcut('1', () => setAll(0))
  useShortcut('2', () => setAll(1))
  useShortcut('3', () => setAll(2))
  useShortcut('4', () => setAll(3))
  useShortcut('Escape', () => {
    if (!shortcutsTargetSelection()) return false
    clearSelection()
  })

  useEffect(() => {
    const element = pane.current
    const onKey = (event: KeyboardEvent) => {
      const inRow = event.target instanceof Element && event.target.closest('.rows')
      if (!inRow || !isCommandShortcut(event, 'a')) return
      event.preventDefault()
      selectAll(rowOrder(element))
    }
    element?.addEventListener('keydown', onKey)
    return () => element?.removeEventListener('keydown', onKey)
  }, [pane])
}
