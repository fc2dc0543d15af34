/** One poll of a list: reads its newest tickets and the visible pages, and updates rows in place. */

import type { QueryClient } from '@tanstack/react-query'
import { ApiError } from '@/api/error'
import type { Ticket, TicketDetail, TicketRow } from '@/api/types'
import { mapTickets, type TicketPages } from '@/tickets/api/cache'
import { keys } from '@/tickets/api/keys'
import { readTicket, readTicketPage } from '@/tickets/api/queries'
import type { Filters } from '@/tickets/filters'
import { diffList, type FreshPage } from './diff-list'

export type ListUpdates = {
  readonly arrived: readonly TicketRow[]
  readonly gone: readonly number[]
  readonly over: boolean
}

/** A screen rarely shows more. */
const PAGES_AT_ONCE = 2
/** Tickets that left the list are read one by one. */
const LOOKUPS_AT_ONCE = 10

export async function pollList(
  client: QueryClient,
  filters: Filters,
  visible: ReadonlySet<number>,
  before: ListUpdates,
  signal: AbortSignal,
): Promise<ListUpdates> {
  const listKey = keys.list(filters)
  const fresh = await readPages(client.getQueryData<TicketPages>(listKey), filters, visible, signal)
  const data = client.getQueryData<TicketPages>(listKey)
  // A page under way would overwrite the changes with older rows; the next poll will find them.
  if (!data || client.isFetching({ queryKey: listKey, exact: true }) > 0) return before

  const rows = data.pages.flatMap((page) => page.results)
  const more = (data.pages.at(-1)?.next ?? null) !== null
  const { arrived, changed, missing } = diffList({ rows, sort: filters.sort, more }, fresh)
  const lookups = missing.filter((id) => !before.gone.includes(id)).slice(0, LOOKUPS_AT_ONCE)
  const found = await Promise.all(lookups.map((id) => readCurrent(id, signal)))
  const now = [...changed, ...found.filter((it) => it !== null)]
  applyChanges(client, filters, now)
  client.invalidateQueries({ queryKey: keys.allCounts })

  const read = new Set(fresh.flatMap(({ page }) => page.results.map((it) => it.id)))
  const moved = (it: Ticket | null, row: Ticket | undefined) => it && it.priority !== row?.priority
  const gone = lookups.filter(
    (id, n) =>
      !moved(
        found[n] ?? null,
        rows.find((it) => it.id === id),
      ),
  )
  const newest = fresh[0]?.page
  return {
    arrived,
    gone: [...before.gone.filter((id) => !read.has(id)), ...gone],
    over:
      newest?.next != null && newest.results.every((it) => !rows.some((row) => row.id === it.id)),
  }
}

/** The newest tickets, whatever the sort order, and the visible pages. */
async function readPages(
  data: TicketPages | undefined,
  filters: Filters,
  visible: ReadonlySet<number>,
  signal: AbortSignal,
): Promise<FreshPage[]> {
  const newest = { ...filters, sort: 'newest' } as const
  const pages = (data?.pages ?? []).map((page, n) => ({
    page,
    cursor: data?.pageParams[n] ?? null,
    after: data?.pages[n - 1]?.results.at(-1) ?? null,
  }))
  const watched = pages
    .filter(({ page }) => page.results.some((it) => visible.has(it.id)))
    .filter(({ cursor }) => filters.sort !== 'newest' || cursor !== null)
    .slice(0, PAGES_AT_ONCE)
  return Promise.all([
    readTicketPage(newest, null, signal).then((page) => ({ page, sort: newest.sort, after: null })),
    ...watched.map(async ({ cursor, after }) => ({
      page: await readTicketPage(filters, cursor, signal),
      sort: filters.sort,
      after,
    })),
  ])
}

/** The current ticket; null when it was erased. */
async function readCurrent(id: number, signal: AbortSignal): Promise<TicketDetail | null> {
  try {
    return await readTicket(id, signal)
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null
    throw error
  }
}

function applyChanges(client: QueryClient, filters: Filters, tickets: readonly Ticket[]): void {
  if (tickets.length === 0) return
  const current = new Map(tickets.map((it) => [it.id, it]))
  client.setQueryData<TicketPages>(keys.list(filters), (data) => {
    if (!data) return data
    const row = (it: TicketRow) => {
      const newer = current.get(it.id)
      // The reader's own change may be newer.
      return newer && newer.version > it.version ? { ...it, ...newer } : it
    }
    return mapTickets(data, row)
  })
  for (const { id, version } of tickets) {
    const detail = client.getQueryData<TicketDetail>(keys.ticket(id))
    if (detail && detail.version < version) client.invalidateQueries({ queryKey: keys.ticket(id) })
  }
}
