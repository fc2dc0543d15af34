/** The labels of a ticket, in the order in which the pages show them. */

import type { Category, Priority, Status } from '@/api/types'

export const CATEGORIES: readonly Category[] = ['billing', 'technical', 'account', 'general']
/** The most urgent first, as in the queue. */
export const PRIORITIES: readonly Priority[] = ['critical', 'high', 'medium', 'low']
export const STATUSES: readonly Status[] = ['open', 'in_progress', 'resolved', 'closed']

export const LABELS = { status: STATUSES, priority: PRIORITIES, category: CATEGORIES } as const
export const LABEL_FIELDS = ['status', 'priority', 'category'] as const
export type LabelField = (typeof LABEL_FIELDS)[number]
