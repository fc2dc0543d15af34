/** The notes of the open ticket: what is loaded of them, and what was just written here. */

import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useMemo, useState } from 'react'
import type { Note, TicketDetail } from '@/api/types'
import { notesQuery } from './notes-query'

export function useNotes(ticket: TicketDetail) {
  const query = useInfiniteQuery({ ...notesQuery(ticket.id), enabled: ticket.notes_count > 0 })
  const [added, setAdded] = useState<Note[]>([])
  const loaded = useMemo(
    () => query.data?.pages.flatMap((page) => page.results) ?? [],
    [query.data],
  )
  // What was there when the ticket was opened is no news, also when it is loaded later; nor is what was written here.
  const [known] = useState(ticket.notes_count)
  const before = loaded.length - (query.data?.pages.at(-1)?.results.length ?? 0)
  const newNotes = loaded
    .slice(Math.max(known, before))
    .filter((it) => !added.some(({ id }) => id === it.id))
  const written = added.filter((it) => !loaded.some(({ id }) => id === it.id))
  /** There are more behind the last that is loaded, which the reader asks for. */
  const more = query.data?.pages.at(-1)?.more ?? false
  const behind = query.isSuccess && !more && loaded.length < ticket.notes_count
  const loadMore = () => query.fetchNextPage({ cancelRefetch: false })
  useLoadMore(behind, ticket.notes_count, loadMore)
  return {
    loaded,
    written,
    /** Notes of others that came last, while the ticket was open. */
    newNotes,
    remaining: more ? Math.max(ticket.notes_count - loaded.length - written.length, 1) : 0,
    pending: query.isLoading,
    busy: query.isFetching,
    error: query.error,
    retry: () => (query.data ? loadMore() : query.refetch()),
    loadMore,
    add: (note: Note) => setAdded((before) => [...before.filter(({ id }) => id !== note.id), note]),
  }
}

/** The ticket says how many there are; each time it says more than are here, the new ones are fetched. */
function useLoadMore(behind: boolean, count: number, loadMore: () => void) {
  const run = useEffectEvent(loadMore)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a greater count is a reason of its own
  useEffect(() => {
    if (behind) run()
  }, [behind, count])
}
