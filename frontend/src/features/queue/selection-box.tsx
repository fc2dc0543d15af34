/** The checkbox at the beginning of a row. */

import { select, selectTo, useSelected } from '@/lib/selection'
import { words } from '@/lib/words'
import { rowOrder } from './selection-order'

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
