/** Copies the ticket's own address, without the queue's filters. */

import { useCopyLink } from '@/components/copy-link'
import { Icon } from '@/components/icons'
import { words } from '@/lib/words'

export function CopyLink({ path }: { path: string }) {
  const copy = useCopyLink()
  return (
    <button type="button" className="button small quiet" onClick={() => copy(path)}>
      <Icon name="link" />
      {words.ticket.copyLink}
    </button>
  )
}
