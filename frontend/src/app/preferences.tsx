/** The sheet behind "?": colour scheme, keyboard shortcuts, and the switch that turns the latter off. */

import { Sheet } from '@/components/sheet'
import { setShortcutsOn, useShortcutsOn } from '@/lib/shortcuts'
import { setTheme, THEMES, useTheme } from '@/lib/theme'
import { words } from '@/lib/words'

const KEYS = [
  ['j', 'next'],
  ['k', 'previous'],
  ['Enter', 'open'],
  ['Esc', 'back'],
  ['c', 'create'],
  ['/', 'search'],
  ['?', 'help'],
] as const

export function Preferences({ onClose }: { onClose: () => void }) {
  return (
    <Sheet title={words.app.preferences} onClose={onClose}>
      <ThemeChoice />
      <Shortcuts />
    </Sheet>
  )
}

function ThemeChoice() {
  const theme = useTheme()
  return (
    <fieldset className="segments">
      <legend>{words.app.theme}</legend>
      {THEMES.map((it) => (
        <label key={it}>
          <input
            type="radio"
            name="theme"
            value={it}
            checked={it === theme}
            onChange={() => setTheme(it)}
          />
          <span>{words.app.themes[it]}</span>
        </label>
      ))}
    </fieldset>
  )
}

function Shortcuts() {
  const on = useShortcutsOn()
  return (
    <section aria-labelledby="shortcuts-title">
      <h3 id="shortcuts-title">{words.app.shortcuts}</h3>
      <dl className="keys">
        {KEYS.map(([key, name]) => (
          <div key={key}>
            <dt>{words.app.shortcutKeys[name]}</dt>
            <dd>
              <kbd>{key}</kbd>
            </dd>
          </div>
        ))}
      </dl>
      <label className="switch">
        <input
          type="checkbox"
          checked={on}
          onChange={(event) => setShortcutsOn(event.target.checked)}
        />
        <span>
          {words.app.shortcutsSwitch}
          <span className="soft"> {words.app.shortcutsHint}</span>
        </span>
      </label>
    </section>
  )
}
