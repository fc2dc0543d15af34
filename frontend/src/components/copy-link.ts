/** Puts a page's own address on the clipboard, and says whether the browser allowed it. */

import { words } from '@/lib/words'
import { useToast } from './toasts'

/** `onRefused`: another way to copy, in the place of a message. */
export function useCopyLink(onRefused?: () => void) {
  const toast = useToast()
  return async (path: string) => {
    try {
      // Over plain HTTP from another machine the browser has no clipboard to offer: this throws then, too.
      await navigator.clipboard.writeText(new URL(path, window.location.origin).href)
      toast.show({ key: 'copy', text: words.ticket.copied })
    } catch {
      if (onRefused) onRefused()
      else toast.show({ key: 'copy', tone: 'bad', text: words.ticket.copyFailed })
    }
  }
}
