/** The previous and next ticket in the list of the URL's filters; loads the next page where needed. */

import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { useToast } from '@/components/toasts'
import { errorMessage } from '@/i18n/error-message'
import { messages } from '@/i18n/messages'
import { type TicketList, ticketListQuery } from '@/tickets/api/queries'
import { deskSearch } from '@/tickets/desk-address'
import { filtersFromParams } from '@/tickets/filters'
import { useMounted } from './use-mounted'

/** `go` is null where there is none; `why` then tells the reason. */
export type Neighbour = { go: (() => void) | null; why: string | null; busy: boolean }

export function useNeighbours(id: number): { previous: Neighbour; next: Neighbour } {
  const { search } = useLocation()
  const filters = useMemo(() => filtersFromParams(new URLSearchParams(search)), [search])
  // Disabled: the queue beside it reads the list, and a second read would move its rows.
  const list = useInfiniteQuery({ ...ticketListQuery(filters), enabled: false })
  const navigate = useNavigate()
  const toast = useToast()
  const here = useMounted()

  const numbers = numbersIn(list.data)
  const at = numbers.indexOf(id)
  const open = (to: number) => () => navigate({ pathname: `/tickets/${to}`, search: deskSearch() })
  const more = async () => {
    if (list.isFetchingNextPage) return
    const { data, error } = await list.fetchNextPage()
    // The reader may have moved on meanwhile.
    if (!here.current) return
    const all = numbersIn(data)
    const found = all[all.indexOf(id) + 1]
    if (found !== undefined) return open(found)()
    if (error) {
      const text = `${messages.queue.moreFailed} ${errorMessage(error)}`
      toast.show({ key: 'neighbour', tone: 'bad', text })
    }
  }

  const nowhere = (why: string): Neighbour => ({ go: null, why, busy: false })
  const to = (number: number): Neighbour => ({ go: open(number), why: null, busy: false })
  if (at < 0) {
    const why = list.data ? messages.ticket.notInList : messages.queue.loading
    return { previous: nowhere(why), next: nowhere(why) }
  }
  const [before, after] = [numbers[at - 1], numbers[at + 1]]
  const beyond = { go: more, why: null, busy: list.isFetchingNextPage }
  return {
    previous: before === undefined ? nowhere(messages.ticket.firstInList) : to(before),
    next:
      after !== undefined
        ? to(after)
        : list.hasNextPage
          ? beyond
          : nowhere(messages.ticket.lastInList),
  }
}

function numbersIn(data: TicketList['data']): number[] {
  return data?.pages.flatMap((page) => page.results.map((it) => it.id)) ?? []
}
