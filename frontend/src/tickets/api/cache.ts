/** What a write changes in the query cache before, and after, the server has answered. */

import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { Sort, Ticket, TicketChanges, TicketDetail, TicketPage, TicketRow } from '@/api/types'
import { type Filters, labelsMatch, onlyLabels } from '../filters'
import { ORDERS } from '../order'
import { keys } from './keys'

type Pages = InfiniteData<TicketPage, string | null>

/** Changes one ticket wherever it is shown: in every list and in its detail. */
export function patchTicket(client: QueryClient, id: number, changes: Partial<Ticket>): void {
  client.setQueriesData<Pages>({ queryKey: keys.lists }, (data) => {
    if (!data) return data
    const patch = (it: Ticket) => (it.id === id ? { ...it, ...changes } : it)
    return {
      ...data,
      pages: data.pages.map((page) => ({ ...page, results: page.results.map(patch) })),
    }
  })
  client.setQueryData<TicketDetail>(keys.ticket(id), (it) => it && { ...it, ...changes })
}

/** The values that `changes` is about to replace, as any page shows them; null when none shows the ticket. */
export function shownTicket(client: QueryClient, id: number): Ticket | null {
  const detail = client.getQueryData<TicketDetail>(keys.ticket(id))
  if (detail) return detail
  for (const [, data] of client.getQueriesData<Pages>({ queryKey: keys.lists })) {
    const found = data?.pages.flatMap((page) => page.results).find((it) => it.id === id)
    if (found) return found
  }
  return null
}

/** The named fields of a ticket only: what brings it back after a refused change. */
export function fieldsOf(ticket: Ticket, changes: TicketChanges): Partial<Ticket> {
  const names = Object.keys(changes) as (keyof TicketChanges)[]
  return Object.fromEntries(names.map((name) => [name, ticket[name]]))
}

/** Puts a new ticket into every list it belongs to, so that the queue never shows without it. */
export function addTicket(client: QueryClient, ticket: Ticket): void {
  for (const [queryKey] of client.getQueriesData<Pages>({ queryKey: keys.lists })) {
    const filters = queryKey[2] as Filters
    if (!onlyLabels(filters) || !labelsMatch(filters, ticket)) continue
    client.setQueryData<Pages>(queryKey, (data) => data && withTicket(data, ticket, filters.sort))
  }
}

/** The list with a ticket at its place, unless that lies beyond what has been loaded. */
export function withTicket(data: Pages, ticket: TicketRow, sort: Sort): Pages {
  const stands = (other: TicketRow | undefined) => other && ORDERS[sort](ticket, other) < 0
  const complete = (data.pages.at(-1)?.next ?? null) === null
  const found = data.pages.findIndex((page) => stands(page.results.at(-1)))
  const at = found < 0 && complete ? data.pages.length - 1 : found
  const pages = data.pages.map((page, n) => {
    if (n !== at) return page
    const next = page.results.findIndex(stands)
    const place = next < 0 ? page.results.length : next
    return { ...page, results: page.results.toSpliced(place, 0, ticket) }
  })
  return { ...data, pages }
}
