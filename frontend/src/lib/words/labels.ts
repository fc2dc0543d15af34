/** The names people see for categories, priorities, states and triage sources. */

import type { Category, Priority, Source, Status } from '@/lib/api-types'

const category: Record<Category, string> = {
  billing: 'Billing',
  technical: 'Technical',
  account: 'Account',
  general: 'General',
}

const priority: Record<Priority, string> = {
  low: 'Low',
  medium: 'Medium',
  high: 'High',
  critical: 'Critical',
}

const status: Record<Status, string> = {
  open: 'Open',
  in_progress: 'In progress',
  resolved: 'Resolved',
  closed: 'Closed',
}

const source: Record<Source, string> = {
  ollama: 'the local model',
  openai: 'OpenAI',
  keywords: 'keywords',
}

export const labels = {
  category,
  priority,
  status,
  source,
  field: {
    title: 'Title',
    description: 'Description',
    requester: 'Requester',
    category: 'Category',
    priority: 'Priority',
    status: 'Status',
  },
}
