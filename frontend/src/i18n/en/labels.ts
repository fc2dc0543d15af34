/** Labels of categories, priorities, statuses and triage sources. */

import type { Category, Priority, Source, Status } from '@/api/types'

export const labels = {
  category: {
    billing: 'Billing',
    technical: 'Technical',
    account: 'Account',
    general: 'General',
  } satisfies Record<Category, string>,
  priority: {
    low: 'Low',
    medium: 'Medium',
    high: 'High',
    critical: 'Critical',
  } satisfies Record<Priority, string>,
  status: {
    open: 'Open',
    in_progress: 'In progress',
    resolved: 'Resolved',
    closed: 'Closed',
  } satisfies Record<Status, string>,
  /** Completes "Suggested", preposition included. */
  source: {
    ollama: 'by the local model',
    openai: 'by OpenAI',
    classifier: 'by meaning',
    keywords: 'by keywords',
  } satisfies Record<Source, string>,
  field: {
    title: 'Title',
    description: 'Description',
    requester: 'Requester',
    category: 'Category',
    priority: 'Priority',
    status: 'Status',
  },
} as const
