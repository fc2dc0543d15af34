/** The sheet behind "?": every key, by where it works, and the switch that turns the single ones off. */

import { commandKey } from '@/app/frame/command-button'
import { Sheet } from '@/components/dialog'
import { words } from '@/i18n/messages'
import { ShortcutSwitch } from './shortcut-switch'

type Name = keyof typeof words.commands.keys
/** A row: what is done, and the keys for it, each of them alone enough. */
type Row = readonly [Name, readonly string[]]

export function keyRows() {
  const { shift, ctrl, click } = words.commands
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
  } as const satisfies Record<keyof typeof words.commands.keysGroups, readonly Row[]>
}

export function KeyboardSheet({ onClose }: { onClose: () => void }) {
  const says = words.commands
  const groups = keyRows()
  const names = Object.keys(groups) as (keyof typeof groups)[]
  return (
    <Sheet title={says.keysTitle} onClose={onClose}>
      <ShortcutSwitch />
      {names.map((name) => (
        <section key={name} aria-labelledby={`keys-${name}`}>
          <h3 id={`keys-${name}`}>{says.keysGroups[name]}</h3>
          <dl className="keys">
            {groups[name].map(([what, keys]) => (
              <div key={what}>
                <dt>{says.keys[what]}</dt>
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
    </Sheet>
  )
}
