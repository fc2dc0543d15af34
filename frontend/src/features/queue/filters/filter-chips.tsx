/** The filters as toggle buttons. */

import type { ReactNode } from 'react'
import type { Counts } from '@/api/types'
import { Icon } from '@/components/icons'
import { messages } from '@/i18n/messages'
import { clearFilters, type Filters, hasFilters, toggleLabel } from '@/tickets/filters'
import { CATEGORIES, type LabelField, PRIORITIES, STATUSES } from '@/tickets/labels'
import { PriorityIcon } from '@/tickets/property/priority-icon'
import { StatusIcon } from '@/tickets/property/status-icon'
import { ChipCount } from './chip-count'
import { LinkedChips } from './linked-chips'

type Props = {
  filters: Filters
  /** Tickets per label; undefined while loading, and where the server cannot count. */
  counts: Counts | undefined
  onChange: (change: (before: Filters) => Filters) => void
}

export function FilterChips({ filters, counts, onChange }: Props) {
  const chip = (name: LabelField, label: string, text: string, shape: ReactNode = null) => {
    const count = (counts?.[name] as Record<string, number> | undefined)?.[label]
    return (
      <button
        key={label}
        type="button"
        className="chip"
        aria-pressed={(filters[name] as readonly string[]).includes(label)}
        title={count === undefined ? undefined : messages.queue.total({ count })}
        onClick={() => onChange((before) => toggleLabel(before, name, label))}
      >
        {shape}
        {text}
        <ChipCount count={count} />
      </button>
    )
  }
  const { labels } = messages
  return (
    <div className="filters">
      <LinkedChips filters={filters} onChange={onChange} />
      <ChipGroup label={labels.field.status}>
        {STATUSES.map((it) => chip('status', it, labels.status[it], <StatusIcon status={it} />))}
      </ChipGroup>
      <ChipGroup label={labels.field.priority}>
        {PRIORITIES.map((it) =>
          chip('priority', it, labels.priority[it], <PriorityIcon priority={it} />),
        )}
      </ChipGroup>
      <ChipGroup label={labels.field.category}>
        {CATEGORIES.map((it) => chip('category', it, labels.category[it]))}
      </ChipGroup>
      {hasFilters(filters) && (
        <button
          type="button"
          className="chip clear"
          aria-label={messages.queue.clear}
          onClick={() => onChange(clearFilters)}
        >
          <Icon name="close" />
          {messages.queue.clearShort}
        </button>
      )}
    </div>
  )
}

function ChipGroup({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields; these are buttons
    <div className="chip-group" role="group" aria-label={label}>
      {children}
    </div>
  )
}
