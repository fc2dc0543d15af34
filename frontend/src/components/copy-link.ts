/** Puts a page's own address on the clipboard. */

import { words } from '@/i18n/messages'
import { useToast } from './toasts'

/** `onRefused`: the other way, for browsers that do not allow it; see CopyByHand. */
export function useCopyLink(onRefused: (path: string) => void) {
  const toast = useToast()
  return async (path: string) => {
    try {
      // Over plain HTTP from another machine the browser has no clipboard to offer: this throws then, too.
      await navigator.clipboard.writeText(addressOf(path))
      toast.show({ key: 'copy', text: words.ticket.copied })
    } catch {
      onRefused(path)
    }
  }
}

export function addressOf(path: string): string {
  return new URL(path, window.location.origin).href
}
