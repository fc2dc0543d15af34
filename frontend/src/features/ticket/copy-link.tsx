/** Puts the ticket's own address, without the queue's filters, on the clipboard. */

import { Icon } from '@/components/icons'
import { useToast } from '@/components/toasts'
import { words } from '@/lib/words'

export function CopyLink({ path }: { path: string }) {
  const toast = useToast()
  const copy = async () => {
    try {
      // Over plain HTTP from another machine the browser has no clipboard to offer.
      await navigator.clipboard.writeText(new URL(path, window.location.origin).href)
      toast.show({ key: 'copy', text: words.ticket.copied })
    } catch {
      toast.show({ key: 'copy', tone: 'bad', text: words.ticket.copyFailed })
    }
  }
  return (
    <button type="button" className="button small quiet" onClick={copy}>
      <Icon name="link" />
      {words.ticket.copyLink}
    </button>
  )
}
