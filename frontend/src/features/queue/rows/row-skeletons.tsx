/** The skeleton of the list while it loads. */

import { messages } from '@/i18n/messages'

const ROWS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']

export function RowSkeletons() {
  return (
    <div role="status" aria-label={messages.queue.loading}>
      <div className="rows" aria-hidden="true">
        {ROWS.map((row) => (
          <div className="row skeleton" key={row}>
            <span className="bone row-title" />
            <span className="bone row-text" />
          </div>
        ))}
      </div>
    </div>
  )
}
