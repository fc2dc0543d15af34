/** All keys of the query cache, so that a mutation can name what it invalidates. */

import type { Filters } from '../filters'
import type { LabelField } from '../labels'

export const keys = {
  lists: ['tickets', 'list'] as const,
  list: (filters: Filters) => ['tickets', 'list', filters] as const,
  /** What polling has found out about a list. */
  updates: (filters: Filters) => ['tickets', 'news', filters] as const,
  allCounts: ['tickets', 'counts'] as const,
  counts: (labels: Pick<Filters, LabelField>) => ['tickets', 'counts', labels] as const,
  tickets: ['tickets', 'detail'] as const,
  ticket: (id: number) => ['tickets', 'detail', id] as const,
  found: (text: string) => ['tickets', 'found', text] as const,
  notes: (id: number) => ['tickets', 'notes', id] as const,
  events: (id: number, before: number) => ['tickets', 'events', id, before] as const,
  event: (id: number, eventId: number) => ['tickets', 'event', id, eventId] as const,
  /** Invalidating it invalidates `insights` too. */
  stats: ['tickets', 'stats'] as const,
  insights: (days: number) => ['tickets', 'stats', days] as const,
  triageStatus: ['triage', 'status'] as const,
}
