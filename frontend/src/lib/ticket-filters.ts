/** What narrows the queue: held in the page's address, sent to the API, compared with a ticket. */

import type { Category, Priority, Status, Ticket } from './api-types'
import { CATEGORIES, PRIORITIES, STATUSES } from './labels'

export type Filters = {
  readonly category: readonly Category[]
  readonly priority: readonly Priority[]
  readonly status: readonly Status[]
  readonly search: string
}

export type FilterName = 'category' | 'priority' | 'status'

const LABELS = { category: CATEGORIES, priority: PRIORITIES, status: STATUSES } as const

/** Reads an address; labels it does not know are left out, and the order of the rest is fixed. */
export function filtersFromParams(params: URLSearchParams): Filters {
  const known = <T extends string>(name: string, labels: readonly T[]) => {
    const given = params.getAll(name)
    return labels.filter((label) => given.includes(label))
  }
  return {
    category: known('category', LABELS.category),
    priority: known('priority', LABELS.priority),
    status: known('status', LABELS.status),
    search: params.get('search')?.trim() ?? '',
  }
}

export function paramsFromFilters(filters: Filters): URLSearchParams {
  const params = new URLSearchParams()
  for (const name of ['status', 'category', 'priority'] as const) {
    for (const label of filters[name]) params.append(name, label)
  }
  if (filters.search !== '') params.set('search', filters.search)
  return params
}

/** The filters with one label switched over. */
export function toggled(filters: Filters, name: FilterName, label: string): Filters {
  const before: readonly string[] = filters[name]
  const after = before.includes(label) ? before.filter((it) => it !== label) : [...before, label]
  return { ...filters, [name]: LABELS[name].filter((it) => after.includes(it)) }
}

export function anyFilter(filters: Filters): boolean {
  return paramsFromFilters(filters).size > 0
}

/** Whether a ticket's labels fit; the search is left to the server, which alone knows its rules. */
export function labelsMatch(filters: Filters, ticket: Ticket): boolean {
  const fits = (wanted: readonly string[], has: string) =>
    wanted.length === 0 || wanted.includes(has)
  return (
    fits(filters.category, ticket.category) &&
    fits(filters.priority, ticket.priority) &&
    fits(filters.status, ticket.status)
  )
}
