/** Compares freshly read pages with the rows that are shown: arrived, changed, missing. */

import type { Sort, TicketPage, TicketRow } from '@/api/types'
import { COMPARATORS } from '@/tickets/order'

/** The rows that are shown, in order; `more`: there are further pages. */
export type ShownList = { rows: readonly TicketRow[]; sort: Sort; more: boolean }

/** A page just read; `after`: the last ticket of the page before it, null for the first page. */
export type FreshPage = { page: TicketPage; sort: Sort; after: TicketRow | null }

export type ListDiff = {
  /** Not shown, and positioned before the last loaded row. */
  readonly arrived: readonly TicketRow[]
  /** Shown, but in an older version. */
  readonly changed: readonly TicketRow[]
  /** Shown, but no longer in the list. */
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

/** Whether the ticket belongs to the loaded part of the list; otherwise a later page brings it. */
export function isWithinLoaded({ rows, sort, more }: ShownList, ticket: TicketRow): boolean {
  const last = rows.at(-1)
  return !more || (last !== undefined && COMPARATORS[sort](ticket, last) < 0)
}

/** Whether the page would contain the row, if the list did. */
function covers({ page, sort, after }: FreshPage, row: TicketRow): boolean {
  // An incomplete search proves nothing about what it did not find.
  if (page.search_limited) return false
  const order = COMPARATORS[sort]
  const last = page.results.at(-1)
  const beforeEnd = page.next === null || (last !== undefined && order(row, last) <= 0)
  return beforeEnd && (after === null || order(after, row) < 0)
}
