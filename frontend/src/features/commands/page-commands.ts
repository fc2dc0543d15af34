/** Commands for pages, filters and the sort order. */

import { useLocation, useNavigate } from 'react-router'
import { messages } from '@/i18n/messages'
import { deskAddress } from '@/tickets/desk-address'
import {
  type Filters,
  filtersFromParams,
  paramsFromFilters,
  SORTS,
  toggleLabel,
} from '@/tickets/filters'
import { LABEL_FIELDS, LABELS, type LabelField } from '@/tickets/labels'
import type { Command } from './command'

export function usePageCommands(onKeys: () => void, onPreferences: () => void): Command[] {
  const navigate = useNavigate()
  const { pathname, search } = useLocation()
  const { groups, ...t } = messages.commands
  const desk = pathname === '/' || pathname.startsWith('/tickets/')
  // On other pages the query string has another meaning.
  const filters = filtersFromParams(new URLSearchParams(desk ? search : ''))
  const show = (change: (before: Filters) => Filters) => {
    const here = deskAddress() ?? { pathname: '/', search: '' }
    const next = change(filtersFromParams(new URLSearchParams(here.search)))
    navigate({ pathname: here.pathname, search: paramsFromFilters(next).toString() })
  }

  const go = (id: string, text: string, also: string, run: () => void, keys?: string) => ({
    id,
    group: groups.go,
    text,
    also,
    run,
    ...(keys && { keys }),
  })
  const filter = (field: LabelField, value: string): Command => {
    const names: Record<string, string> = messages.labels[field]
    const on: readonly string[] = filters[field]
    return {
      id: `filter-${field}-${value}`,
      group: groups.filter,
      text: t.filter({ field: messages.labels.field[field], value: names[value] ?? value }),
      also: groups.filter,
      on: on.includes(value),
      run: () => show((before) => toggleLabel(before, field, value)),
    }
  }
  return [
    go('new', messages.app.newTicket, t.newAlso, () => navigate('/new', TITLE), 'c'),
    go('queue', messages.app.queue, t.queueAlso, () => navigate('/')),
    go('dashboard', messages.app.dashboard, t.dashboardAlso, () => navigate('/dashboard')),
    go('keys', t.keysTitle, t.keysAlso, onKeys, '?'),
    go('preferences', messages.app.preferences, '', onPreferences),
    ...LABEL_FIELDS.flatMap((field) => LABELS[field].map((value) => filter(field, value))),
    ...SORTS.map((sort) => ({
      id: `sort-${sort}`,
      group: groups.order,
      text: messages.queue.sorts[sort],
      also: groups.order,
      on: filters.sort === sort,
      run: () => show((before) => ({ ...before, sort })),
    })),
  ]
}

const TITLE = { state: { focus: 'title' } }
