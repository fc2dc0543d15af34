/** Asks before an edit is thrown away. */

import { Sheet } from '@/components/sheet'
import { words } from '@/lib/words'

export function Discard({ onKeep, onDiscard }: { onKeep: () => void; onDiscard: () => void }) {
  const says = words.ticket
  return (
    <Sheet title={says.discardTitle} onClose={onKeep}>
      <div className="actions">
        <button type="button" className="button primary" onClick={onKeep}>
          {says.keepEditing}
        </button>
        <button type="button" className="button" onClick={onDiscard}>
          {says.discard}
        </button>
      </div>
    </Sheet>
  )
}
