/** What a write changes in the query cache before, and after, the server has answered. */

import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { Ticket, TicketChanges, TicketDetail, TicketPage } from './api-types'
import { keys } from './query-keys'
import { type Filters, labelsMatch } from './ticket-filters'

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

/** Puts a new ticket on top of every list it belongs to, so that the queue never shows without it. */
export function addTicket(client: QueryClient, ticket: Ticket): void {
  for (const [queryKey] of client.getQueriesData<Pages>({ queryKey: keys.lists })) {
    const filters = queryKey[2] as Filters
    if (filters.search !== '' || !labelsMatch(filters, ticket)) continue
    client.setQueryData<Pages>(queryKey, (data) => {
      const [first, ...others] = data?.pages ?? []
      if (!data || !first) return data
      return { ...data, pages: [{ ...first, results: [ticket, ...first.results] }, ...others] }
    })
  }
}
