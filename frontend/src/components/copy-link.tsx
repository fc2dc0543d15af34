/** Copies a page's address; where the browser has no clipboard to offer, shows it selected. */

import { useState } from 'react'
import { messages } from '@/i18n/messages'
import { Dialog } from './dialog'
import { Icon } from './icons'
import { useToast } from './toasts'

export function CopyLink({ path }: { path: string }) {
  const [byHand, setByHand] = useState(false)
  const copy = useCopyLink(() => setByHand(true))
  return (
    <>
      <button type="button" className="button small quiet copy-link" onClick={() => copy(path)}>
        <Icon name="link" />
        <span className="copy-text">{messages.ticket.copyLink}</span>
      </button>
      {byHand && <CopyByHand path={path} onClose={() => setByHand(false)} />}
    </>
  )
}

/** `onRefused`: called where the browser does not allow copying; show CopyByHand then. */
export function useCopyLink(onRefused: (path: string) => void) {
  const toast = useToast()
  return async (path: string) => {
    try {
      // Over plain HTTP from another machine there is no clipboard: this throws then, too.
      await navigator.clipboard.writeText(addressOf(path))
      toast.show({ key: 'copy', text: messages.ticket.copied })
    } catch {
      onRefused(path)
    }
  }
}

/** Shows the address selected, to be copied with the keyboard. */
export function CopyByHand({ path, onClose }: { path: string; onClose: () => void }) {
  const t = messages.ticket
  return (
    <Dialog title={t.copyLink} onClose={onClose}>
      <div className="field copy-by-hand">
        <label htmlFor="copy-address">{t.copyByHand}</label>
        <input
          id="copy-address"
          type="text"
          readOnly
          value={addressOf(path)}
          onFocus={(event) => event.currentTarget.select()}
          // A dialog focuses what has the attribute, which React does not set.
          ref={(input) => {
            input?.toggleAttribute('autofocus', true)
          }}
        />
      </div>
    </Dialog>
  )
}

function addressOf(path: string): string {
  return new URL(path, window.location.origin).href
}
