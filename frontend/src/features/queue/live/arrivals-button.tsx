/** A button that tells how many new tickets there are, and inserts them. */

import { Icon } from '@/components/icons'
import { messages } from '@/i18n/messages'

type Props = { count: number; over: boolean; busy: boolean; onShow: () => void }

export function ArrivalsButton({ count, over, busy, onShow }: Props) {
  // The live region exists before its first message and takes no space, so that nothing moves.
  return (
    <div className="arrivals" role="status">
      {count > 0 && (
        <button type="button" className="arrivals-button" aria-disabled={busy} onClick={onShow}>
          <Icon name="refresh" />
          {over ? messages.queue.newTicketsOver({ count }) : messages.queue.newTickets({ count })}
        </button>
      )}
    </div>
  )
}
