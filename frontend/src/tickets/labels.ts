/** The vocabulary of a ticket, each list in the order in which people meet it on the pages. */

import type { Category, Priority, Status } from '@/api/types'

export const CATEGORIES: readonly Category[] = ['billing', 'technical', 'account', 'general']
/** The most pressing first: the order in which a queue is read. */
export const PRIORITIES: readonly Priority[] = ['critical', 'high', 'medium', 'low']
export const STATUSES: readonly Status[] = ['open', 'in_progress', 'resolved', 'closed']

export const LABELS = { status: STATUSES, priority: PRIORITIES, category: CATEGORIES } as const
export const LABEL_FIELDS = ['status', 'priority', 'category'] as const
export type LabelField = (typeof LABEL_FIELDS)[number]
