/** The notes of the open ticket: those loaded, and those just written here. */

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
  // Notes that existed when the ticket was opened are not new, even if loaded later; nor are those written here.
  const [known] = useState(ticket.notes_count)
  const before = loaded.length - (query.data?.pages.at(-1)?.results.length ?? 0)
  const newNotes = loaded
    .slice(Math.max(known, before))
    .filter((it) => !added.some(({ id }) => id === it.id))
  const written = added.filter((it) => !loaded.some(({ id }) => id === it.id))
  /** There are more pages, which load on request. */
  const more = query.data?.pages.at(-1)?.more ?? false
  const behind = query.isSuccess && !more && loaded.length < ticket.notes_count
  const loadMore = () => query.fetchNextPage({ cancelRefetch: false })
  useLoadMore(behind, ticket.notes_count, loadMore)
  return {
    loaded,
    written,
    /** Notes that others have added since the ticket was opened. */
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

/** Loads new notes whenever the ticket counts more than are loaded. */
function useLoadMore(behind: boolean, count: number, loadMore: () => void) {
  const run = useEffectEvent(loadMore)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a greater count loads again
  useEffect(() => {
    if (behind) run()
  }, [behind, count])
}
