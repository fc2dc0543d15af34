/** Shows a link selected, to be copied by the keyboard: for browsers that let no page do it. */

import { words } from '@/i18n/messages'
import { addressOf } from './copy-link'
import { Sheet } from './dialog'

export function CopyByHand({ path, onClose }: { path: string; onClose: () => void }) {
  const says = words.ticket
  return (
    <Sheet title={says.copyLink} onClose={onClose}>
      <div className="field copy-by-hand">
        <label htmlFor="copy-address">{says.copyByHand}</label>
        <input
          id="copy-address"
          type="text"
          readOnly
          value={addressOf(path)}
          onFocus={(event) => event.currentTarget.select()}
          // A dialog gives the focus to what has the attribute, which React would not set.
          ref={(input) => {
            input?.toggleAttribute('autofocus', true)
          }}
        />
      </div>
    </Sheet>
  )
}
