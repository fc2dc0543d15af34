/** The checkbox at the beginning of a row. */

import { words } from '@/i18n/messages'
import { select, selectTo, useSelected } from '@/tickets/selection-store'
import { rowOrder } from './row-order'

export function SelectionBox({ id, title }: { id: number; title: string }) {
  const on = useSelected(id)
  return (
    // The whole gutter is the target.
    <label className="row-select">
      <input
        type="checkbox"
        aria-label={words.bulk.select({ title })}
        checked={on}
        onChange={({ target, nativeEvent }) => {
          const range = 'shiftKey' in nativeEvent && nativeEvent.shiftKey === true
          if (range) selectTo(id, target.checked, rowOrder(target.closest('.rows')))
          else select(id, target.checked)
        }}
      />
    </label>
  )
}
