/** The preferences: colour scheme, language and keyboard shortcuts. */

import { useState } from 'react'
import { Dialog } from '@/components/dialog'
import {
  LANGUAGE_CHOICES,
  type LanguageChoice,
  setLanguage,
  useLanguageChoice,
} from '@/i18n/language'
import { messages } from '@/i18n/messages'
import { setTheme, THEMES, useTheme } from '@/lib/theme'
import { ShortcutSwitch } from './shortcut-switch'

type Props = {
  /** What is focused first. */
  from: 'top' | 'language'
  /** Called before the language changes. */
  onLanguage: () => void
  onKeys: () => void
  onClose: () => void
}

export function PreferencesDialog({ from, onLanguage, onKeys, onClose }: Props) {
  const theme = useTheme()
  return (
    <Dialog title={messages.app.preferences} onClose={onClose}>
      <Segments
        name="theme"
        legend={messages.app.theme}
        options={THEMES}
        names={messages.app.themes}
        value={theme}
        onChange={setTheme}
      />
      <Language focused={from === 'language'} onChange={onLanguage} />
      <section aria-labelledby="shortcuts-title">
        <h3 id="shortcuts-title">{messages.app.shortcuts}</h3>
        <ShortcutSwitch />
        <button type="button" className="button small all-keys" onClick={onKeys}>
          {messages.commands.keysButton}
        </button>
      </section>
    </Dialog>
  )
}

function Language({ focused, onChange }: { focused: boolean; onChange: () => void }) {
  const choice = useLanguageChoice()
  const [failed, setFailed] = useState(false)
  const choose = (next: LanguageChoice) => {
    setFailed(false)
    onChange()
    setLanguage(next).catch(() => setFailed(true))
  }
  return (
    <>
      <Segments
        name="language"
        legend={messages.app.language}
        options={LANGUAGE_CHOICES}
        names={messages.app.languages}
        value={choice}
        onChange={choose}
        focused={focused}
      />
      <p className="field-error" role="alert" hidden={!failed}>
        {failed && messages.app.languageFailed}
      </p>
    </>
  )
}

type SegmentsProps<T extends string> = {
  name: string
  legend: string
  options: readonly T[]
  names: Readonly<Record<T, string>>
  value: T
  onChange: (value: T) => void
  focused?: boolean
}

function Segments<T extends string>(props: SegmentsProps<T>) {
  const { name, legend, options, names, value, onChange, focused = false } = props
  return (
    <fieldset className="segments">
      <legend>{legend}</legend>
      {options.map((it) => (
        <label key={it}>
          <input
            type="radio"
            name={name}
            value={it}
            checked={it === value}
            onChange={() => onChange(it)}
            // React's autoFocus acts too early: the dialog moves the focus when it opens, to what has the attribute.
            ref={(input) => {
              input?.toggleAttribute('autofocus', focused && it === value)
            }}
          />
          <span>{names[it]}</span>
        </label>
      ))}
    </fieldset>
  )
}
