/** A small world of tickets, typed by the schema, so that the compiler notices when the API drifts. */

import type {
  Source,
  SourceState,
  Stats,
  Suggestion,
  Ticket,
  TicketDetail,
  TicketPage,
  TriageStatus,
} from '@/lib/api-types'

/** A ticket about an invoice, open and of medium priority, unless told otherwise. */
export function ticket(changes: Partial<Ticket> = {}): Ticket {
  return {
    id: 1,
    title: 'Invoice charged twice',
    description: 'The same amount appears two times on the statement.',
    requester: null,
    category: 'billing',
    priority: 'medium',
    status: 'open',
    created_at: '2026-11-20T09:00:00Z',
    updated_at: '2026-11-20T09:00:00Z',
    version: 1,
    suggested: null,
    ...changes,
  }
}

/** What the local model suggested for a ticket: billing, of high priority. */
export function suggested(
  changes: Partial<NonNullable<Ticket['suggested']>> = {},
): NonNullable<Ticket['suggested']> {
  return {
    category: 'billing',
    priority: 'high',
    source: 'ollama',
    model: 'granite4.1:3b',
    confidence: { category: 0.83, priority: null },
    prompt: '1',
    elapsed_ms: 2_140,
    text_changed: false,
    ...changes,
  }
}

export function ticketDetail(changes: Partial<TicketDetail> = {}): TicketDetail {
  const at = '2026-11-20T09:00:00Z'
  return {
    ...ticket(changes),
    history: [{ at, actor: 'web', field: 'created', old: null, new: null }],
    notes_count: 0,
    ...changes,
  }
}

/** `next`: the cursor of the page after this one. */
export function page(results: Ticket[], next: string | null = null): TicketPage {
  return {
    // A name no browser can reach: only the cursor may be used.
    next: next && `http://backend.invalid:8000/api/tickets/?cursor=${next}&page_size=50`,
    previous: null,
    results,
  }
}

export function suggestion(changes: Partial<Suggestion> = {}): Suggestion {
  return {
    suggested_category: 'billing',
    suggested_priority: 'high',
    source: 'ollama',
    model: 'granite4.1:3b',
    confidence: { category: null, priority: null },
    reasons: [],
    fell_through: [],
    redacted: {},
    elapsed_ms: 420,
    suggestion: 'signed-token',
    ...changes,
  }
}

export function triageStatus(ollama: SourceState = 'ready', cloud = false): TriageStatus {
  const source = (name: Source, state: SourceState, model: string | null) => ({
    source: name,
    state,
    model,
  })
  return {
    sources: [
      source('ollama', ollama, 'granite4.1:3b'),
      source('openai', cloud ? 'ready' : 'off', cloud ? 'gpt-4o-mini' : null),
      source('keywords', 'ready', null),
    ],
    cloud_configured: cloud,
  }
}

export function stats(changes: Partial<Stats> = {}): Stats {
  return {
    total_tickets: 12,
    open_tickets: 5,
    avg_tickets_per_day: 1.5,
    priority_breakdown: { low: 1, medium: 6, high: 4, critical: 1 },
    category_breakdown: { billing: 3, technical: 6, account: 2, general: 1 },
    ...changes,
  }
}
