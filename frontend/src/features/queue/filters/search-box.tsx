/** The search field, in sync with the URL, which it changes after a debounce. */

import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { Icon } from '@/components/icons'
import { messages } from '@/i18n/messages'
import { isBlank } from '@/lib/blank'
import { useShortcut } from '@/lib/shortcuts'

const DEBOUNCE_MS = 300

type Props = { value: string; errors: readonly string[]; onSearch: (search: string) => void }

export function SearchBox({ value, errors, onSearch }: Props) {
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useDebounced(value, onSearch)
  useShortcut('/', () => input.current?.focus())
  return (
    <search className="search-box">
      <Icon name="search" />
      <input
        ref={input}
        type="search"
        dir="auto"
        aria-label={messages.queue.search}
        aria-describedby={errors.length > 0 ? 'search-error' : undefined}
        aria-invalid={errors.length > 0 || undefined}
        placeholder={messages.queue.search}
        title={messages.queue.searchHint}
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

/** The typed text, passed on debounced; `value` wins when it changes from outside (back, clear). */
function useDebounced(value: string, onDebounced: (value: string) => void) {
  const [typed, setTyped] = useState(value)
  const [known, setKnown] = useState(value)
  if (value !== known) {
    setKnown(value)
    if (value !== typed.trim()) setTyped(value)
  }
  const flush = useEffectEvent(onDebounced)
  useEffect(() => {
    const wanted = isBlank(typed) ? '' : typed.trim()
    if (wanted === value) return
    const timer = setTimeout(() => flush(wanted), DEBOUNCE_MS)
    return () => clearTimeout(timer)
  }, [typed, value])
  return [typed, setTyped] as const
}
