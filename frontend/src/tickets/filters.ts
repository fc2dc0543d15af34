/** The filters and the sort order of the queue: stored in the URL, sent to the API, matched against tickets. */

import type {
  Category,
  Outcome,
  Priority,
  Sort,
  Source,
  Status,
  SuggestedField,
  Ticket,
} from '@/api/types'
import { LABELS, type LabelField } from './labels'

export const SORTS: readonly Sort[] = ['newest', 'oldest', 'priority']
export const SOURCES: readonly Source[] = ['ollama', 'openai', 'classifier', 'keywords']
export const OUTCOMES: readonly Outcome[] = ['kept', 'changed', 'unreviewed']
export const SUGGESTED_FIELDS: readonly SuggestedField[] = ['category', 'priority']

/** Named as in the API. Days are like 2026-01-31, or '' for none. */
export type Filters = {
  readonly category: readonly Category[]
  readonly priority: readonly Priority[]
  readonly status: readonly Status[]
  readonly source: readonly Source[]
  readonly outcome: readonly Outcome[]
  readonly changed: readonly SuggestedField[]
  readonly created_from: string
  readonly created_to: string
  readonly search: string
  readonly sort: Sort
}

/** Filters without permanent chips: they are set by links, as from the dashboard. */
export type LinkedFilter = 'source' | 'outcome' | 'changed'

const LINKED = { source: SOURCES, outcome: OUTCOMES, changed: SUGGESTED_FIELDS } as const
/** Their order in the URL. */
const NAMES = ['status', 'category', 'priority', 'source', 'outcome', 'changed'] as const

/** Parses a query string; unknown values are dropped, and known ones get a fixed order. */
export function filtersFromParams(params: URLSearchParams): Filters {
  const known = <T extends string>(name: string, labels: readonly T[]) => {
    const given = params.getAll(name)
    return labels.filter((label) => given.includes(label))
  }
  const from = day(params.get('created_from'))
  const to = day(params.get('created_to'))
  return {
    category: known('category', LABELS.category),
    priority: known('priority', LABELS.priority),
    status: known('status', LABELS.status),
    source: known('source', LINKED.source),
    outcome: known('outcome', LINKED.outcome),
    changed: known('changed', LINKED.changed),
    created_from: from,
    // The server refuses a range that ends before it begins.
    created_to: to < from ? '' : to,
    search: params.get('search')?.trim() ?? '',
    sort: known('sort', SORTS)[0] ?? 'newest',
  }
}

export function paramsFromFilters(filters: Filters): URLSearchParams {
  const params = new URLSearchParams()
  for (const name of NAMES) {
    for (const label of filters[name]) params.append(name, label)
  }
  for (const name of ['created_from', 'created_to', 'search'] as const) {
    if (filters[name] !== '') params.set(name, filters[name])
  }
  if (filters.sort !== 'newest') params.set('sort', filters.sort)
  return params
}

/** The filters with one label toggled. */
export function toggleLabel(filters: Filters, name: LabelField, label: string): Filters {
  const before: readonly string[] = filters[name]
  const after = before.includes(label) ? before.filter((it) => it !== label) : [...before, label]
  return { ...filters, [name]: LABELS[name].filter((it) => after.includes(it)) }
}

/** No filters, but the same sort order. */
export function clearFilters({ sort }: Filters): Filters {
  return { ...filtersFromParams(new URLSearchParams()), sort }
}

export function hasFilters(filters: Filters): boolean {
  return paramsFromFilters({ ...filters, sort: 'newest' }).size > 0
}

/** Whether labels are the only filters: the one case in which the server can count. */
export function hasOnlyLabelFilters(filters: Filters): boolean {
  return !hasFilters({ ...filters, category: [], priority: [], status: [] })
}

/** Whether a ticket matches the label filters; only the server can tell for the others. */
export function matchesLabels(filters: Filters, ticket: Ticket): boolean {
  const fits = (wanted: readonly string[], has: string) =>
    wanted.length === 0 || wanted.includes(has)
  return (
    fits(filters.category, ticket.category) &&
    fits(filters.priority, ticket.priority) &&
    fits(filters.status, ticket.status)
  )
}

/** An existing day as it is; '' for anything else. */
function day(text: string | null): string {
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return ''
  const when = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(when.valueOf()) && when.toISOString().startsWith(text) ? text : ''
}
