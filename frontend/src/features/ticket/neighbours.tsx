/** The buttons and shortcuts to the previous and the next ticket. */

import { Icon, type IconName } from '@/components/icons'
import { messages } from '@/i18n/messages'
import { useShortcut } from '@/lib/shortcuts'
import { type Neighbour, useNeighbours } from './use-neighbours'

export function Neighbours({ id }: { id: number }) {
  const { previous, next } = useNeighbours(id)
  // Letters: every keyboard layout has them.
  useShortcut('p', () => previous.go?.())
  useShortcut('n', () => next.go?.())
  return (
    <>
      <Step to={previous} icon="up" name={messages.ticket.previous} keys="p" />
      <Step to={next} icon="down" name={messages.ticket.next} keys="n" />
    </>
  )
}

type StepProps = { to: Neighbour; icon: IconName; name: string; keys: string }

function Step({ to, icon, name, keys }: StepProps) {
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={name}
      title={to.why ?? messages.ticket.withKeys({ name, keys })}
      aria-disabled={to.go === null || to.busy}
      onClick={() => to.go?.()}
    >
      <Icon name={icon} />
    </button>
  )
}
