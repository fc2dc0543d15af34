/** The switch for shortcuts of one key that WCAG 2.1.4 asks for: whoever speaks to the machine presses none on purpose. */

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
