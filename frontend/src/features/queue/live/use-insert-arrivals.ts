/** Inserts the new tickets into the list, and focuses the first of them. */

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type RefObject, useEffect, useRef } from 'react'
import { useToast } from '@/components/toasts'
import { errorMessage } from '@/i18n/error-message'
import { type TicketPages, withTicket } from '@/tickets/api/cache'
import { keys } from '@/tickets/api/keys'
import { readTicketPage, type TicketList } from '@/tickets/api/queries'
import type { Filters } from '@/tickets/filters'
import { COMPARATORS } from '@/tickets/order'
import { findRow, focusRow } from '../rows/row-focus'
import type { LiveList } from './use-list-polling'

export function useInsertArrivals(
  filters: Filters,
  list: TicketList,
  live: LiveList,
  pane: RefObject<HTMLElement | null>,
) {
  const client = useQueryClient()
  const toast = useToast()
  const wanted = useRef<number | null>(null)
  const { data } = list
  // biome-ignore lint/correctness/useExhaustiveDependencies: the row exists once the list has rendered with it
  useEffect(() => {
    if (wanted.current === null || !findRow(pane.current, wanted.current)) return
    focusRow(pane.current, wanted.current)
    wanted.current = null
  }, [data, pane])

  return useMutation({
    mutationFn: async () => {
      const queryKey = keys.list(filters)
      // A page under way would overwrite the list without them.
      await client.cancelQueries({ queryKey, exact: true })
      if (live.over) {
        // There may be more between the newest page and the rows: start over.
        const page = await readTicketPage(filters, null, AbortSignal.timeout(30_000))
        wanted.current = page.results[0]?.id ?? null
        client.setQueryData<TicketPages>(queryKey, { pages: [page], pageParams: [null] })
        return
      }
      const arrived = live.arrived.toSorted(COMPARATORS[filters.sort])
      wanted.current = arrived[0]?.id ?? null
      client.setQueryData<TicketPages>(queryKey, (before) =>
        arrived.reduce((so, ticket) => so && withTicket(so, ticket, filters.sort), before),
      )
    },
    onError: (error) => toast.show({ key: 'news', tone: 'bad', text: errorMessage(error) }),
  })
}
