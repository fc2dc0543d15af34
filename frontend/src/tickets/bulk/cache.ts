/** What many changes at once do to the query cache, in one pass over what is shown. */

import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { Ticket, TicketDetail, TicketPage, TicketRow } from '@/api/types'
import { keys } from '../api/keys'
import type { Wish } from './send-changes'

type Pages = InfiniteData<TicketPage, string | null>
export type BulkField = 'status' | 'category' | 'priority'
export type Values = Partial<Pick<Ticket, BulkField>>

/** Changes each named ticket wherever it is shown. */
export function patchTickets(
  client: QueryClient,
  patch: (shown: TicketRow) => Partial<Ticket> | undefined,
): void {
  const changed = <T extends TicketRow>(it: T): T => {
    const changes = patch(it)
    return changes ? { ...it, ...changes } : it
  }
  client.setQueriesData<Pages>({ queryKey: keys.lists }, (data) => {
    if (!data) return data
    return {
      ...data,
      pages: data.pages.map((page) => ({ ...page, results: page.results.map(changed) })),
    }
  })
  client.setQueriesData<TicketDetail>({ queryKey: keys.tickets }, (it) => it && changed(it))
}

/** The tickets as some page shows them; one that none shows is missing. */
export function shownTickets(client: QueryClient, ids: Iterable<number>): Map<number, Ticket> {
  const wanted = new Set(ids)
  const found = new Map<number, Ticket>()
  const note = (it: Ticket | undefined) => {
    if (!it || !wanted.has(it.id)) return
    if (it.version >= (found.get(it.id)?.version ?? 0)) found.set(it.id, it)
  }
  for (const [, data] of client.getQueriesData<Pages>({ queryKey: keys.lists })) {
    for (const page of data?.pages ?? []) page.results.forEach(note)
  }
  for (const id of wanted) note(client.getQueryData<TicketDetail>(keys.ticket(id)))
  // In the order in which they were named.
  return new Map(
    [...wanted].flatMap((id) => (found.has(id) ? [[id, found.get(id) as Ticket]] : [])),
  )
}

/** The values that a wish names, as a ticket has them. */
export function valuesOf(ticket: Ticket, wish: Wish): Values {
  return {
    ...(wish.status && { status: ticket.status }),
    ...(wish.category && { category: ticket.category }),
    ...(wish.priority && { priority: ticket.priority }),
  }
}

/** What a wish asks for, without whom it concerns. */
export function wished({ id: _id, version: _version, ...values }: Wish): Values {
  return values
}

/** Whether a ticket has all that a wish names. */
export function fulfilled(ticket: Ticket, wish: Wish): boolean {
  const names = Object.keys(wished(wish)) as BulkField[]
  return names.every((name) => ticket[name] === wish[name])
}
