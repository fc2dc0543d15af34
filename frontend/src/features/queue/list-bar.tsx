/** The bar above the list: view, count, sort order and export. */

import type { Sort } from '@/api/types'
import { Select } from '@/components/select'
import { messages } from '@/i18n/messages'
import { type Filters, paramsFromFilters, SORTS } from '@/tickets/filters'
import { type ExportFormat, ExportLink } from './export-link'
import { ViewPicker } from './views/view-picker'

type Props = {
  filters: Filters
  /** Null where the server cannot count: with a search, or filters other than labels. */
  total: number | null
  onChange: (change: (before: Filters) => Filters) => void
}

export function ListBar({ filters, total, onChange }: Props) {
  const t = messages.queue
  return (
    <div className="list-bar">
      <ViewPicker filters={filters} onChoose={(chosen) => onChange(() => chosen)} />
      <span className="list-total soft" aria-hidden="true">
        {total !== null && t.total({ count: total })}
      </span>
      {(['csv', 'xlsx'] as const).map((format) => (
        <ExportLink
          key={format}
          format={format}
          href={`/api/tickets/export/?${exportQuery(filters, format)}`}
          total={total}
        />
      ))}
      <Select
        aria-label={t.sort}
        value={filters.sort}
        onChange={(event) => {
          const sort = event.target.value as Sort
          onChange((before) => ({ ...before, sort }))
        }}
      >
        {SORTS.map((sort) => (
          <option key={sort} value={sort}>
            {t.sorts[sort]}
          </option>
        ))}
      </Select>
    </div>
  )
}

function exportQuery(filters: Filters, format: ExportFormat): string {
  const query = paramsFromFilters(filters)
  return format === 'csv'
    ? query.toString()
    : `${new URLSearchParams([...query, ['format', format]])}`
}
