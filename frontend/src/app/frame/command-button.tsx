/** Opens the command menu, by its button or by Ctrl+K or Cmd+K; loads it lazily. */

import { type ComponentProps, useEffect, useEffectEvent, useState } from 'react'
import { Icon } from '@/components/icons'
import { lazyModule } from '@/components/lazy-module'
import { useChunkErrorToast } from '@/components/use-chunk-error-toast'
import type { CommandMenu } from '@/features/commands/command-menu'
import { messages } from '@/i18n/messages'
import { isCommandShortcut } from '@/lib/keyboard/pressed-key'

type MenuProps = ComponentProps<typeof CommandMenu>
type Props = Omit<MenuProps, 'onClose' | 'onCopyByHand'>

const useMenu = lazyModule(async () => {
  const [{ CommandMenu }, { CopyByHand }] = await Promise.all([
    import('@/features/commands/command-menu'),
    import('@/components/copy-link'),
  ])
  return { CommandMenu, CopyByHand }
})

export function CommandButton(props: Props) {
  const [near, setNear] = useState(false)
  const [open, setOpen] = useState(false)
  const [byHand, setByHand] = useState<string | null>(null)
  const menu = useMenu(near || open)
  const { module } = menu
  const show = () => {
    // It may have failed while preloading.
    if (menu.failed) menu.retry()
    setOpen(true)
  }
  const cancel = () => setOpen(false)
  const text = () => messages.commands.loadFailed
  useChunkErrorToast(menu, { enabled: open, retry: show, cancel, text })
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    // The modifier key comes first: it preloads the menu.
    if (event.key === 'Control' || event.key === 'Meta') setNear(true)
    if (!isCommandShortcut(event, 'k')) return
    // Prevents the browser's own shortcut.
    event.preventDefault()
    if (!event.repeat && !document.querySelector('dialog[open]')) show()
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event)
    document.addEventListener('keydown', listener)
    return () => document.removeEventListener('keydown', listener)
  }, [])

  return (
    <>
      <button
        type="button"
        className="button quiet command-button"
        aria-label={messages.commands.open}
        title={messages.commands.open}
        aria-keyshortcuts="Control+K Meta+K"
        onPointerEnter={() => setNear(true)}
        onClick={show}
      >
        <Icon name="command" />
        <kbd>{commandKey()}</kbd>
      </button>
      {open && module && (
        <module.CommandMenu {...props} onClose={cancel} onCopyByHand={setByHand} />
      )}
      {byHand !== null && module && (
        <module.CopyByHand path={byHand} onClose={() => setByHand(null)} />
      )}
    </>
  )
}

/** As labelled on the reader's keyboard. */
export function commandKey(): string {
  return /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘ K' : `${messages.commands.ctrl} K`
}
