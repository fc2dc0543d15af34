/** Asks before unsaved changes are discarded. */

import { useRef } from 'react'
import { Dialog } from '@/components/dialog'
import { messages } from '@/i18n/messages'

export function DiscardDialog({
  onKeep,
  onDiscard,
}: {
  onKeep: () => void
  onDiscard: () => void
}) {
  const t = messages.ticket
  const keep = useRef<HTMLButtonElement>(null)
  return (
    <Dialog title={t.discardTitle} onClose={onKeep} begin={keep}>
      <div className="actions">
        <button type="button" className="button primary" ref={keep} onClick={onKeep}>
          {t.keepEditing}
        </button>
        <button type="button" className="button" onClick={onDiscard}>
          {t.discard}
        </button>
      </div>
    </Dialog>
  )
}
