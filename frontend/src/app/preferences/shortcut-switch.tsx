/** The switch for single-key shortcuts that WCAG 2.1.4 requires: speech input may trigger them by accident. */

import { messages } from '@/i18n/messages'
import { setShortcutsOn, useShortcutsOn } from '@/lib/shortcuts'

export function ShortcutSwitch() {
  const on = useShortcutsOn()
  return (
    <label className="switch">
      <input
        type="checkbox"
        checked={on}
        onChange={(event) => setShortcutsOn(event.target.checked)}
      />
      <span>
        {messages.app.shortcutsSwitch}
        <span className="soft"> {messages.app.shortcutsHint}</span>
      </span>
    </label>
  )
}
