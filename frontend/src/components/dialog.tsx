/** A native modal dialog with a title; Escape, the button and a click outside close it. */

import { type ReactNode, type RefObject, useEffect, useId, useRef } from 'react'
import { messages } from '@/i18n/messages'
import { Icon } from './icons'

type Props = {
  title: string
  onClose: () => void
  /** What is focused first, instead of the close button. */
  begin?: RefObject<HTMLElement | null>
  children: ReactNode
}

export function Dialog({ title, onClose, begin, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()

  useEffect(() => {
    dialog.current?.showModal()
    begin?.current?.focus()
  }, [begin])

  // The dialog's own close() restores the focus.
  const close = () => dialog.current?.close()

  return (
    <dialog
      ref={dialog}
      className="sheet"
      aria-labelledby={titleId}
      onClose={onClose}
      closedby="any"
    >
      <div className="sheet-body">
        <div className="sheet-head">
          <h2 id={titleId}>{title}</h2>
          <button
            type="button"
            className="icon-button"
            aria-label={messages.app.close}
            onClick={close}
          >
            <Icon name="close" />
          </button>
        </div>
        {children}
      </div>
    </dialog>
  )
}
