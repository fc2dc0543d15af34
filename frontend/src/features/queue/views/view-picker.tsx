/** Selects a built-in or saved view, and opens the dialog that edits the saved ones. */

import { lazy, Suspense, useState } from 'react'
import { Icon } from '@/components/icons'
import { Select } from '@/components/select'
import { messages } from '@/i18n/messages'
import { type Filters, filtersFromParams, paramsFromFilters } from '@/tickets/filters'
import { builtInViews, type SavedView, useSavedViews } from './saved-views'

type Props = { filters: Filters; onChoose: (filters: Filters) => void }

const ViewsDialog = lazy(() => import('./views-dialog'))

export function ViewPicker({ filters, onChoose }: Props) {
  const [editing, setEditing] = useState(false)
  const saved = useSavedViews()
  const builtIn = builtInViews()
  const here = paramsFromFilters(filters).toString()
  const { views } = messages.queue
  const options = (list: readonly SavedView[], kind: string) =>
    list.map(({ name, address }) => (
      <option key={name} value={`${kind}?${address}`}>
        {name}
      </option>
    ))
  // A saved view has precedence over a built-in one with the same filters.
  const kind = saved.some((it) => it.address === here) ? 'own' : 'desk'
  const named = kind === 'own' || builtIn.some((it) => it.address === here)

  return (
    <div className="view-picker">
      <Select
        aria-label={views.view}
        value={named ? `${kind}?${here}` : ''}
        onChange={(event) => {
          const address = event.target.value.replace(/^[a-z]*\?/, '')
          onChoose(filtersFromParams(new URLSearchParams(address)))
        }}
      >
        {!named && (
          <option value="" hidden>
            {views.custom}
          </option>
        )}
        {options(builtIn, 'desk')}
        {saved.length > 0 && <optgroup label={views.own}>{options(saved, 'own')}</optgroup>}
      </Select>
      <button
        type="button"
        className="icon-button"
        aria-label={views.edit}
        title={views.edit}
        onClick={() => setEditing(true)}
      >
        <Icon name="bookmark" />
      </button>
      {editing && (
        <Suspense fallback={null}>
          <ViewsDialog address={here} onClose={() => setEditing(false)} />
        </Suspense>
      )}
    </div>
  )
}
