/** What a fresh reading of a part of the list says about the rows that are shown: arrived, changed, missing. */

import type { Sort, TicketPage, TicketRow } from '@/api/types'
import { COMPARATORS } from '@/tickets/order'

/** The rows that are shown, in their order; `more`: the list goes on after them. */
export type ShownList = { rows: readonly TicketRow[]; sort: Sort; more: boolean }

/** A page just read, in its own order; `after`: the ticket that it follows, null for a list's first page. */
export type FreshPage = { page: TicketPage; sort: Sort; after: TicketRow | null }

export type ListDiff = {
  /** Not among the rows, and with a place between or before them. */
  readonly arrived: readonly TicketRow[]
  /** Among the rows, in a later version. */
  readonly changed: readonly TicketRow[]
  /** Among the rows, and no longer in the list. */
  readonly missing: readonly number[]
}

export function diffList(shown: ShownList, fresh: readonly FreshPage[]): ListDiff {
  const known = new Map(shown.rows.map((it) => [it.id, it]))
  const read = new Map(fresh.flatMap(({ page }) => page.results).map((it) => [it.id, it]))
  return {
    arrived: [...read.values()].filter((it) => !known.has(it.id) && isWithinLoaded(shown, it)),
    changed: [...read.values()].filter(
      (it) => it.version > (known.get(it.id)?.version ?? it.version),
    ),
    missing: shown.rows
      .filter((row) => !read.has(row.id) && fresh.some((it) => covers(it, row)))
      .map((row) => row.id),
  }
}

/** Whether loading on would not bring the ticket by itself. */
export function isWithinLoaded({ rows, sort, more }: ShownList, ticket: TicketRow): boolean {
  const last = rows.at(-1)
  return !more || (last !== undefined && COMPARATORS[sort](ticket, last) < 0)
}

/** Whether a ticket would be on the page, if it were in the list. */
function covers({ page, sort, after }: FreshPage, row: TicketRow): boolean {
  // A search that gave up early says nothing about what it did not find.
  if (page.search_limited) return false
  const order = COMPARATORS[sort]
  const last = page.results.at(-1)
  const beforeEnd = page.next === null || (last !== undefined && order(row, last) <= 0)
  return beforeEnd && (after === null || order(after, row) < 0)
}
