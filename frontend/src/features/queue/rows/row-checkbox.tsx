/** The checkbox of a row. */

import { messages } from '@/i18n/messages'
import { select, selectRange, useSelected } from '@/tickets/selection-store'
import { rowOrder } from './row-order'

export function RowCheckbox({ id, title }: { id: number; title: string }) {
  const on = useSelected(id)
  return (
    // The whole gutter is clickable.
    <label className="row-select">
      <input
        type="checkbox"
        aria-label={messages.bulk.select({ title })}
        checked={on}
        onChange={({ target, nativeEvent }) => {
          const range = 'shiftKey' in nativeEvent && nativeEvent.shiftKey === true
          if (range) selectRange(id, target.checked, rowOrder(target.closest('.rows')))
          else select(id, target.checked)
        }}
      />
    </label>
  )
}
