/** Example data, typed by the schema, so that the compiler notices when the API changes. */

import type {
  CloudState,
  Counts,
  Insights,
  Note,
  Place,
  Share,
  Source,
  SourceState,
  Stats,
  Suggestion,
  Ticket,
  TicketDetail,
  TicketEvent,
  TicketPage,
  TriageStatus,
} from '@/api/types'

/** A ticket about an invoice, open and of medium priority by default. */
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

/** The local model's suggestion for a ticket: billing, high priority. */
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
    history: [event(1, { at })],
    history_more: false,
    notes_count: 0,
    ...changes,
  }
}

/** The entry that says that the ticket was created. */
export function event(id: number, changes: Partial<TicketEvent> = {}): TicketEvent {
  return {
    id,
    at: '2026-11-20T09:00:00Z',
    actor: 'web',
    field: 'created',
    old: null,
    new: null,
    old_cut: false,
    new_cut: false,
    old_redacted: null,
    new_redacted: null,
    ...changes,
  }
}

export function note(id: number, changes: Partial<Note> = {}): Note {
  const at = '2026-11-20T10:00:00Z'
  return { id, at, author: null, text: `Note ${id}`, redacted: null, ...changes }
}

/** `next`: the cursor of the page after this one. */
export function page(results: Ticket[], next: string | null = null): TicketPage {
  return {
    // An unreachable host: only the cursor may be used.
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

const OPENS_CLOUD: SourceState[] = ['off', 'unreachable', 'model_missing']

/** `cloud`: whether one is configured, or the state of the cloud. */
export function triageStatus(
  ollama: SourceState = 'ready',
  cloud: boolean | CloudState = false,
  classifier: SourceState = 'off',
  place: Place = 'machine',
): TriageStatus {
  const asked = OPENS_CLOUD.includes(ollama) ? 'answering' : 'standby'
  const state: CloudState = typeof cloud === 'string' ? cloud : cloud ? asked : 'off'
  const configured = state === 'standby' || state === 'answering'
  const source = (name: Source, state: SourceState, model: string | null) => ({
    source: name,
    state,
    model,
    place: name === 'classifier' && state !== 'off' ? place : null,
  })
  return {
    sources: [
      source('ollama', ollama, 'granite4.1:3b'),
      source('openai', configured ? 'ready' : 'off', configured ? 'gpt-4o-mini' : null),
      source('classifier', classifier, classifier === 'off' ? null : 'multilingual-e5-small'),
      source('keywords', 'ready', null),
    ],
    cloud_configured: configured,
    cloud: state,
  }
}

export function counts(changes: Partial<Counts> = {}): Counts {
  return {
    total: 12,
    status: { open: 5, in_progress: 2, resolved: 4, closed: 1 },
    priority: { low: 1, medium: 6, high: 4, critical: 1 },
    category: { billing: 3, technical: 6, account: 2, general: 1 },
    ...changes,
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

/** 30 days to 20 November 2026, the last three with tickets; the local model was right 8 times of 10. */
export function insights(changes: Partial<Insights> = {}): Insights {
  const day = (n: number) => new Date(Date.UTC(2026, 9, 22 + n)).toISOString().slice(0, 10)
  const share = (count: number, n: number): Share =>
    n === 0
      ? { count, n, share: null, low: null, high: null }
      : { count, n, share: count / n, low: count / n / 2, high: (1 + count / n) / 2 }
  const source = (name: Source, kept: number, changed: number, unreviewed: number) => ({
    source: name,
    used: kept + changed + unreviewed,
    kept,
    changed,
    unreviewed,
    kept_share: share(kept, kept + changed),
    changed_by_field: {
      category: share(changed, kept + changed),
      priority: share(0, kept + changed),
    },
    latency_ms: kept ? { p50: 480, p95: 2_140 } : { p50: null, p95: null },
  })
  return {
    days: 30,
    created_from: day(0),
    tickets_per_day: Array.from({ length: 30 }, (_, n) => ({
      date: day(n),
      tickets: n < 27 ? 0 : n - 25,
    })),
    status_breakdown: { open: 4, in_progress: 1, resolved: 3, closed: 1 },
    open_age: [
      { days_from: 0, days_to: 0, created_from: day(29), created_to: null, tickets: 4 },
      { days_from: 1, days_to: 2, created_from: day(27), created_to: day(28), tickets: 5 },
      { days_from: 3, days_to: 7, created_from: day(22), created_to: day(26), tickets: 0 },
      { days_from: 8, days_to: 30, created_from: day(-1), created_to: day(21), tickets: 0 },
      { days_from: 31, days_to: null, created_from: null, created_to: day(-2), tickets: 1 },
    ],
    sources: [
      source('ollama', 8, 2, 3),
      source('openai', 0, 0, 0),
      source('classifier', 0, 0, 0),
      source('keywords', 1, 0, 0),
    ],
    ...changes,
  }
}

/** The body of an error about a whole request. */
export function failure(code: string, detail = 'Words for nobody.') {
  return { detail, codes: { detail: code } }
}
