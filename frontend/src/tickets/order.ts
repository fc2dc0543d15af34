/** The server's sort orders, to insert tickets into a list that is already loaded. */

import type { Sort, Ticket } from '@/api/types'

import { PRIORITIES } from './labels'

type Order = (a: Ticket, b: Ticket) => number

/** Negative where `a` stands before `b`. */
export const COMPARATORS: Readonly<Record<Sort, Order>> = {
  newest: (a, b) => byTime(b, a),
  oldest: byTime,
  priority: (a, b) => rank(a) - rank(b) || byTime(b, a),
}

function byTime(a: Ticket, b: Ticket): number {
  const [first, second] = [a.created_at, b.created_at]
  return Date.parse(first) - Date.parse(second) || micros(first) - micros(second) || a.id - b.id
}

/** The microseconds, which Date does not keep. */
function micros(iso: string): number {
  return Number(/\.\d{3}(\d{1,3})/.exec(iso)?.[1]?.padEnd(3, '0') ?? 0)
}

function rank(ticket: Ticket): number {
  return PRIORITIES.indexOf(ticket.priority)
}
