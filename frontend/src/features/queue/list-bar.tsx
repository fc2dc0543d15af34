/** The bar above the list: view, count, sort order and export. */

import type { Sort } from '@/api/types'
import { Icon } from '@/components/icons'
import { Select } from '@/components/select'
import { messages } from '@/i18n/messages'
import { type Filters, paramsFromFilters, SORTS } from '@/tickets/filters'
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
        <a
          key={format}
          className="button small quiet export"
          href={`/api/tickets/export/?${exportQuery(filters, format)}`}
          download
          title={
            total === null
              ? t.exportFound({ format: t.exportFormats[format] })
              : t.exportTotal({ count: total, format: t.exportFormats[format] })
          }
        >
          <Icon name="download" />
          <span className="export-name">{t.export[format]}</span>
          <span className="export-format" aria-hidden="true">
            {t.exportShort[format]}
          </span>
        </a>
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

function exportQuery(filters: Filters, format: 'csv' | 'xlsx'): string {
  const query = paramsFromFilters(filters)
  return format === 'csv'
    ? query.toString()
    : `${new URLSearchParams([...query, ['format', format]])}`
}
