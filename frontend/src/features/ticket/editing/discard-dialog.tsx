/** Asks before an edit is thrown away. */

import { useRef } from 'react'
import { Sheet } from '@/components/dialog'
import { words } from '@/i18n/messages'

export function Discard({ onKeep, onDiscard }: { onKeep: () => void; onDiscard: () => void }) {
  const says = words.ticket
  const keep = useRef<HTMLButtonElement>(null)
  return (
    <Sheet title={says.discardTitle} onClose={onKeep} begin={keep}>
      <div className="actions">
        <button type="button" className="button primary" ref={keep} onClick={onKeep}>
          {says.keepEditing}
        </button>
        <button type="button" className="button" onClick={onDiscard}>
          {says.discard}
        </button>
      </div>
    </Sheet>
  )
}
