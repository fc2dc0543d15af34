/** The listbox of commands, in groups. */

import { useEffect } from 'react'
import { Icon } from '@/components/icons'
import { messages } from '@/i18n/messages'
import type { Command, Group } from './command'

type Props = {
  id: string
  groups: readonly Group[]
  chosen: Command | undefined
  onChoose: (command: Command) => void
}

export function CommandList({ id, groups, chosen, onChoose }: Props) {
  const chosenId = chosen && `${id}-${chosen.id}`
  useEffect(() => {
    if (chosenId) document.getElementById(chosenId)?.scrollIntoView({ block: 'nearest' })
  }, [chosenId])
  return (
    <div className="menu" id={id} role="listbox" aria-label={messages.commands.list} tabIndex={-1}>
      {groups.map(({ name, commands }, n) => (
        // biome-ignore lint/a11y/useSemanticElements: within a listbox; a fieldset is for fields
        <div role="group" aria-label={name} key={`${name} ${commands[0]?.id}`}>
          {groups[n - 1]?.name !== name && (
            <div className="menu-group" aria-hidden="true">
              {name}
            </div>
          )}
          {commands.map((command) => (
            <button
              key={command.id}
              id={`${id}-${command.id}`}
              type="button"
              role="option"
              tabIndex={-1}
              aria-selected={command === chosen}
              className="menu-item"
              // The focus stays in the input.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => onChoose(command)}
            >
              <span>{command.text}</span>
              {command.on && (
                <span className="menu-aside command-on">
                  <Icon name="check" />
                  {messages.commands.on}
                </span>
              )}
              {command.keys && <kbd>{command.keys}</kbd>}
            </button>
          ))}
        </div>
      ))}
    </div>
  )
}
