/** The dialog behind "?": all shortcuts by context, and the switch that turns single-key ones off. */

import { commandKey } from '@/app/frame/command-button'
import { Dialog } from '@/components/dialog'
import { messages } from '@/i18n/messages'
import { ShortcutSwitch } from './shortcut-switch'

type Name = keyof typeof messages.commands.keys
/** A shortcut's name, and its alternative keys. */
type ShortcutRow = readonly [Name, readonly string[]]

export function shortcutGroups() {
  const { shift, ctrl, click } = messages.commands
  return {
    everywhere: [
      ['menu', [commandKey()]],
      ['create', ['c']],
      ['search', ['/']],
      ['help', ['?']],
    ],
    list: [
      ['next', ['j']],
      ['previous', ['k']],
      ['open', ['Enter']],
      ['back', ['Esc']],
    ],
    ticket: [
      ['status', ['1', '2', '3', '4']],
      ['accept', ['a']],
      ['edit', ['e']],
      ['openNext', ['n']],
      ['openPrevious', ['p']],
    ],
    select: [
      ['select', ['x']],
      ['extend', [`${shift} J`, `${shift} K`]],
      ['range', [`${shift} ${click}`]],
      ['all', [`${ctrl} A`]],
      ['none', ['Esc']],
    ],
    writing: [
      ['send', [`${ctrl} Enter`]],
      ['leave', ['Esc']],
    ],
  } as const satisfies Record<keyof typeof messages.commands.keysGroups, readonly ShortcutRow[]>
}

export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const t = messages.commands
  const groups = shortcutGroups()
  const names = Object.keys(groups) as (keyof typeof groups)[]
  return (
    <Dialog title={t.keysTitle} onClose={onClose}>
      <ShortcutSwitch />
      <p className="soft">{t.keysLayout}</p>
      {names.map((name) => (
        <section key={name} aria-labelledby={`keys-${name}`}>
          <h3 id={`keys-${name}`}>{t.keysGroups[name]}</h3>
          <dl className="keys">
            {groups[name].map(([what, keys]) => (
              <div key={what}>
                <dt>{t.keys[what]}</dt>
                <dd>
                  {keys.map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  )
}
