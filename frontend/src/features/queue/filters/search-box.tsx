/** The search field: follows the address, and changes it after a pause. */

import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { Icon } from '@/components/icons'
import { words } from '@/i18n/messages'
import { useShortcut } from '@/lib/shortcuts'

const PAUSE_MS = 300

type Props = { value: string; errors: readonly string[]; onSearch: (search: string) => void }

export function SearchBox({ value, errors, onSearch }: Props) {
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useDelayed(value, onSearch)
  useShortcut('/', () => input.current?.focus())
  return (
    <search className="search-box">
      <Icon name="search" />
      <input
        ref={input}
        type="search"
        dir="auto"
        aria-label={words.queue.search}
        aria-describedby={errors.length > 0 ? 'search-error' : undefined}
        aria-invalid={errors.length > 0 || undefined}
        placeholder={words.queue.search}
        title={words.queue.searchHint}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      {errors.length > 0 && (
        <p className="field-error" id="search-error" role="alert">
          {errors.join(' ')}
        </p>
      )}
    </search>
  )
}

/** What is typed, handed on after a pause; `value` wins when it changes from outside (back, clear). */
function useDelayed(value: string, onSettled: (value: string) => void) {
  const [typed, setTyped] = useState(value)
  const [known, setKnown] = useState(value)
  if (value !== known) {
    setKnown(value)
    if (value !== typed.trim()) setTyped(value)
  }
  const settle = useEffectEvent(onSettled)
  useEffect(() => {
    if (typed.trim() === value) return
    const timer = setTimeout(() => settle(typed.trim()), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [typed, value])
  return [typed, setTyped] as const
}
