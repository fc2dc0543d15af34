/** The toolbar for the selected tickets: sets their status, priority and category. */

import { useRef } from 'react'
import type { TicketRow } from '@/api/types'
import { Icon } from '@/components/icons'
import { MenuButton } from '@/components/menu-button'
import { messages } from '@/i18n/messages'
import { useHeightVariable } from '@/lib/height-variable'
import { useBulkBusy, useBulkChange } from '@/tickets/bulk/use-bulk-change'
import { CATEGORIES, type LabelField, PRIORITIES, STATUSES } from '@/tickets/labels'
import { PriorityIcon } from '@/tickets/property/priority-icon'
import { StatusIcon } from '@/tickets/property/status-icon'
import { clearSelection, type Selection, selectAll } from '@/tickets/selection-store'
import { focusRow, scrollToRow } from '../rows/row-focus'
import { focusedTicket } from '../rows/row-order'

type Props = { selected: Selection; tickets: readonly TicketRow[] }

export function BulkToolbar({ selected, tickets }: Props) {
  const { set } = useBulkChange()
  const busy = useBulkBusy()
  const bar = useRef<HTMLDivElement>(null)
  useHeightVariable(bar, '--toolbar', showFocusedRow)
  const { bulk, labels } = messages
  const menu = (field: LabelField, options: Parameters<typeof MenuButton>[0]['options']) => (
    <MenuButton
      label={labels.field[field]}
      options={options}
      disabled={busy}
      onSelect={(value) => set(selected, field, value)}
    />
  )
  const clear = () => {
    // The toolbar disappears, and would take the focus with it.
    focusRow(document.querySelector('.rows'), [...selected][0] ?? null)
    clearSelection()
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields; these are buttons
    <div className="toolbar" ref={bar} role="group" aria-label={bulk.toolbar} aria-busy={busy}>
      <span className="toolbar-count" aria-hidden="true">
        {bulk.selected({ count: selected.size })}
      </span>
      {menu(
        'status',
        STATUSES.map((it) => ({
          value: it,
          label: labels.status[it],
          shape: <StatusIcon status={it} />,
        })),
      )}
      {menu(
        'priority',
        PRIORITIES.map((it) => ({
          value: it,
          label: labels.priority[it],
          shape: <PriorityIcon priority={it} />,
        })),
      )}
      {menu(
        'category',
        CATEGORIES.map((it) => ({ value: it, label: labels.category[it] })),
      )}
      {selected.size < tickets.length && (
        <button
          type="button"
          className="button small quiet"
          onClick={() => selectAll(tickets.map((it) => it.id))}
        >
          {bulk.all({ count: tickets.length })}
        </button>
      )}
      <button
        type="button"
        className="icon-button"
        aria-label={bulk.clear}
        title={bulk.clear}
        onClick={clear}
      >
        <Icon name="close" />
      </button>
    </div>
  )
}

/** The toolbar may cover the focused row. */
function showFocusedRow(): void {
  const id = focusedTicket()
  if (id !== null) scrollToRow(document.querySelector('.rows'), id)
}
