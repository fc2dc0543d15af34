/** Chips for filters that a link has set, as from the dashboard; a click removes one. */

import { Icon } from '@/components/icons'
import { messages } from '@/i18n/messages'
import type { Filters, LinkedFilter } from '@/tickets/filters'
import { createdRange } from './created-range'

type Props = { filters: Filters; onChange: (change: (before: Filters) => Filters) => void }

const NAMES = ['source', 'outcome', 'changed'] as const

export function LinkedChips({ filters, onChange }: Props) {
  const { linked } = messages.queue
  const without = (name: LinkedFilter, label: string) => (before: Filters) => ({
    ...before,
    [name]: before[name].filter((it) => it !== label),
  })
  const created = createdRange(filters)
  return (
    <>
      {created !== null && (
        <RemovableChip
          text={created}
          onRemove={() => onChange((before) => ({ ...before, created_from: '', created_to: '' }))}
        />
      )}
      {NAMES.flatMap((name) =>
        filters[name].map((label) => (
          <RemovableChip
            key={`${name} ${label}`}
            text={(linked[name] as Record<string, string>)[label] ?? label}
            onRemove={() => onChange(without(name, label))}
          />
        )),
      )}
    </>
  )
}

function RemovableChip({ text, onRemove }: { text: string; onRemove: () => void }) {
  return (
    <button
      type="button"
      className="chip removable"
      aria-label={messages.queue.removeFilter({ filter: text })}
      onClick={onRemove}
    >
      {text}
      <Icon name="close" />
    </button>
  )
}
