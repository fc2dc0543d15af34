/** The command menu: a combobox over all commands. */

import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { Icon } from '@/components/icons'
import { errorMessage } from '@/i18n/error-message'
import { messages } from '@/i18n/messages'
import { pressedKey } from '@/lib/keyboard/pressed-key'
import { sentSearch } from '@/tickets/validation'
import { type Command, matching } from './command'
import { CommandList } from './command-list'
import { usePageCommands } from './page-commands'
import { useSearchCommands } from './search-commands'
import { useSettingCommands } from './setting-commands'
import { useTicketCommands } from './ticket-commands'
import './commands.css'

type Props = {
  onClose: () => void
  onKeys: () => void
  onPreferences: () => void
  onCopyByHand: (path: string) => void
}

export function CommandMenu({ onClose, onKeys, onPreferences, onCopyByHand }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [typed, setTyped] = useState('')
  /** The id of the chosen command; null is the first. Tickets that are found later move the others. */
  const [active, setActive] = useState<string | null>(null)
  const listId = useId()
  const search = useSearchCommands(typed)
  const own = [
    ...useTicketCommands(onCopyByHand),
    ...usePageCommands(onKeys, onPreferences),
    ...useSettingCommands(),
  ]
  const groups = [
    ...matching(search.named, ''),
    ...matching(own, typed),
    ...matching(search.commands, ''),
  ]
  const shown = groups.flatMap((it) => it.commands)
  const at = Math.max(
    shown.findIndex((it) => it.id === active),
    0,
  )

  useEffect(() => dialog.current?.showModal(), [])

  const close = () => dialog.current?.close()
  const run = (command: Command | undefined) => {
    if (!command) return
    // Closing restores the focus first, so that the command can move it.
    close()
    command.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const key = pressedKey(event.nativeEvent)
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 }
    const step = steps[key]
    if (step !== undefined) setActive(shown.at((at + step) % shown.length)?.id ?? null)
    else if (key === 'Enter') run(shown[at])
    else return
    event.preventDefault()
  }
  const chosen = shown[at]
  const { commands: t } = messages

  return (
    <dialog
      ref={dialog}
      className="sheet command-menu"
      aria-label={t.title}
      onClose={onClose}
      closedby="any"
    >
      <div className="command-field">
        <Icon name="search" />
        <input
          type="text"
          role="combobox"
          aria-label={t.field}
          aria-expanded={shown.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={chosen && `${listId}-${chosen.id}`}
          autoComplete="off"
          spellCheck={false}
          placeholder={t.field}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            setActive(null)
          }}
          onKeyDown={onKeyDown}
        />
        <button
          type="button"
          className="icon-button"
          aria-label={messages.app.close}
          onClick={close}
        >
          <Icon name="close" />
        </button>
      </div>
      <CommandList id={listId} groups={groups} chosen={chosen} onChoose={run} />
      <p className="command-foot soft" role="status">
        {search.error ? `${t.searchFailed} ${errorMessage(search.error, sentSearch(typed))}` : null}
        {!search.error && (search.searching ? t.searching : t.count({ count: shown.length }))}
      </p>
    </dialog>
  )
}
