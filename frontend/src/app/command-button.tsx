/** Opens the command menu, by its button or by Ctrl or Cmd with K; its code is fetched when it is first wanted. */

import { type ComponentProps, type ComponentType, useEffect, useEffectEvent, useState } from 'react'
import { Icon } from '@/components/icons'
import { useToast } from '@/components/toasts'
import type { CommandMenu } from '@/features/commands/command-menu'
import { words } from '@/lib/words'

type MenuProps = ComponentProps<typeof CommandMenu>
type Props = Omit<MenuProps, 'onClose'>

const load = () => import('@/features/commands/command-menu').then((it) => it.CommandMenu)

export function CommandButton(props: Props) {
  const [Menu, setMenu] = useState<ComponentType<MenuProps> | null>(null)
  const toast = useToast()
  const open = () =>
    load().then(
      (loaded) => setMenu(() => loaded),
      () => toast.show({ key: 'commands', tone: 'bad', text: words.commands.loadFailed }),
    )
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    // Its own key comes before the letter: time enough to have the menu ready.
    if (event.key === 'Control' || event.key === 'Meta') load().catch(() => {})
    if (!isCommandKey(event)) return
    // The browser's own use of these keys.
    event.preventDefault()
    if (!event.repeat && !document.querySelector('dialog[open]')) open()
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
        aria-label={words.commands.open}
        title={words.commands.open}
        aria-keyshortcuts="Control+K Meta+K"
        onPointerEnter={() => load().catch(() => {})}
        onClick={open}
      >
        <Icon name="command" />
        <kbd>{commandKey()}</kbd>
      </button>
      {Menu && <Menu {...props} onClose={() => setMenu(null)} />}
    </>
  )
}

/** As the keyboard before the reader has it. */
export function commandKey(): string {
  return /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘ K' : `${words.commands.ctrl} K`
}

function isCommandKey(event: KeyboardEvent): boolean {
  const modified = event.ctrlKey !== event.metaKey && !event.altKey && !event.shiftKey
  return modified && event.key.toLowerCase() === 'k'
}
