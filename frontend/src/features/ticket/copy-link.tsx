/** Puts the ticket's own address, without the queue's filters, on the clipboard; where there is none, shows it selected. */

import { useState } from 'react'
import { CopyByHand } from '@/components/copy-by-hand'
import { useCopyLink } from '@/components/copy-link'
import { Icon } from '@/components/icons'
import { words } from '@/i18n/messages'

export function CopyLink({ path }: { path: string }) {
  const [byHand, setByHand] = useState(false)
  const copy = useCopyLink(() => setByHand(true))
  return (
    <>
      <button type="button" className="button small quiet copy-link" onClick={() => copy(path)}>
        <Icon name="link" />
        <span className="copy-words">{words.ticket.copyLink}</span>
      </button>
      {byHand && <CopyByHand path={path} onClose={() => setByHand(false)} />}
    </>
  )
}
