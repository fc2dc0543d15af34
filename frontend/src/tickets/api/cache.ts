/** Reads and changes tickets in the query cache: in every list and in the open ticket. */

import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { Sort, Ticket, TicketDetail, TicketPage, TicketRow } from '@/api/types'
import { type Filters, hasOnlyLabelFilters, matchesLabels } from '../filters'
import { COMPARATORS } from '../order'
import { keys } from './keys'

/** A list as far as it is loaded; each page was asked for by its cursor. */
export type TicketPages = InfiniteData<TicketPage, string | null>

/** Changes tickets wherever they are shown; `patch` returns undefined for those that stay as they are. */
export function patchTickets(
  client: QueryClient,
  patch: (shown: TicketRow) => Partial<Ticket> | undefined,
): void {
  const patched = <T extends TicketRow>(shown: T): T => {
    const changes = patch(shown)
    return changes ? { ...shown, ...changes } : shown
  }
  client.setQueriesData<TicketPages>(
    { queryKey: keys.lists },
    (data) => data && mapTickets(data, patched),
  )
  client.setQueriesData<TicketDetail>({ queryKey: keys.tickets }, (it) => it && patched(it))
}

export function patchTicket(client: QueryClient, id: number, changes: Partial<Ticket>): void {
  patchTickets(client, (shown) => (shown.id === id ? changes : undefined))
}

/** The newest cached version of each ticket, in the order of `ids`; a ticket that is not cached is missing. */
export function shownTickets(client: QueryClient, ids: Iterable<number>): Map<number, Ticket> {
  const wanted = new Map<number, Ticket | null>([...ids].map((id) => [id, null]))
  const note = (it: Ticket | undefined) => {
    if (it && wanted.has(it.id) && it.version >= (wanted.get(it.id)?.version ?? 0)) {
      wanted.set(it.id, it)
    }
  }
  for (const [, data] of client.getQueriesData<TicketPages>({ queryKey: keys.lists })) {
    for (const page of data?.pages ?? []) page.results.forEach(note)
  }
  for (const id of wanted.keys()) note(client.getQueryData<TicketDetail>(keys.ticket(id)))
  return new Map([...wanted].flatMap(([id, it]) => (it ? [[id, it]] : [])))
}

/** The ticket as its own page shows it, else as a list does; null when it is not cached. */
export function shownTicket(client: QueryClient, id: number): Ticket | null {
  const detail = client.getQueryData<TicketDetail>(keys.ticket(id))
  return detail ?? shownTickets(client, [id]).get(id) ?? null
}

/** The fields that `changes` names, as the ticket has them: what restores it after a refused change. */
export function sameFields(ticket: Ticket, changes: Partial<Ticket>): Partial<Ticket> {
  const names = Object.keys(changes) as (keyof Ticket)[]
  return Object.fromEntries(names.map((name) => [name, ticket[name]]))
}

/** Inserts a new ticket into every list that it belongs to, so that the queue never shows without it. */
export function addTicket(client: QueryClient, ticket: Ticket): void {
  for (const [queryKey] of client.getQueriesData<TicketPages>({ queryKey: keys.lists })) {
    const filters = queryKey[2] as Filters
    if (!hasOnlyLabelFilters(filters) || !matchesLabels(filters, ticket)) continue
    client.setQueryData<TicketPages>(
      queryKey,
      (data) => data && withTicket(data, ticket, filters.sort),
    )
  }
}

/** The list with a ticket inserted in its order, unless that lies beyond what has been loaded. */
export function withTicket(data: TicketPages, ticket: TicketRow, sort: Sort): TicketPages {
  const follows = (other: TicketRow | undefined) => other && COMPARATORS[sort](ticket, other) < 0
  const complete = (data.pages.at(-1)?.next ?? null) === null
  const found = data.pages.findIndex((page) => follows(page.results.at(-1)))
  const target = found < 0 && complete ? data.pages.length - 1 : found
  const pages = data.pages.map((page, n) => {
    if (n !== target) return page
    const next = page.results.findIndex(follows)
    const index = next < 0 ? page.results.length : next
    return { ...page, results: page.results.toSpliced(index, 0, ticket) }
  })
  return { ...data, pages }
}

export function mapTickets(data: TicketPages, map: (ticket: TicketRow) => TicketRow): TicketPages {
  return { ...data, pages: data.pages.map((page) => ({ ...page, results: page.results.map(map) })) }
}
