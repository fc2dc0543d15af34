/** Puts the ticket's own address, without the queue's filters, on the clipboard; where there is none, shows it selected. */

import { useState } from 'react'
import { useCopyLink } from '@/components/copy-link'
import { Icon } from '@/components/icons'
import { Sheet } from '@/components/sheet'
import { words } from '@/lib/words'

export function CopyLink({ path }: { path: string }) {
  const [byHand, setByHand] = useState(false)
  const copy = useCopyLink(() => setByHand(true))
  const says = words.ticket
  return (
    <>
      <button type="button" className="button small quiet copy-link" onClick={() => copy(path)}>
        <Icon name="link" />
        <span className="copy-words">{says.copyLink}</span>
      </button>
      {byHand && (
        <Sheet title={says.copyLink} onClose={() => setByHand(false)}>
          <div className="field copy-by-hand">
            <label htmlFor="copy-address">{says.copyByHand}</label>
            <input
              id="copy-address"
              type="text"
              readOnly
              value={new URL(path, window.location.origin).href}
              onFocus={(event) => event.currentTarget.select()}
              // A dialog gives the focus to what has the attribute, which React would not set.
              ref={(input) => {
                input?.toggleAttribute('autofocus', true)
              }}
            />
          </div>
        </Sheet>
      )}
    </>
  )
}
