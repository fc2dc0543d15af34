/** Commands that open tickets, by number or by search. */

import { useQuery } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { api, unwrap } from '@/api/client'
import { messages } from '@/i18n/messages'
import { isBlank } from '@/lib/blank'
import { useDebounced } from '@/lib/use-debounced'
import { keys } from '@/tickets/api/keys'
import { deskSearch } from '@/tickets/desk-address'
import type { Command } from './command'

const MAX_RESULTS = 5
const MIN_LENGTH = 2
const DEBOUNCE_MS = 250

export type SearchCommands = {
  /** The ticket with the typed number; listed first. */
  readonly named: readonly Command[]
  readonly commands: readonly Command[]
  readonly searching: boolean
  readonly error: unknown
}

export function useSearchCommands(typed: string): SearchCommands {
  const navigate = useNavigate()
  const text = typed.trim()
  const debounced = useDebounced(text, DEBOUNCE_MS, '')
  const wanted = text.length >= MIN_LENGTH && !isBlank(text)
  const { data, isFetching, error } = useQuery({
    queryKey: keys.found(debounced),
    queryFn: ({ signal }) => {
      const query = { search: debounced, page_size: MAX_RESULTS, text: 'excerpt' as const }
      return unwrap(api.GET('/api/tickets/', { params: { query }, signal }))
    },
    enabled: wanted && debounced.length >= MIN_LENGTH,
    retry: false,
  })
  const { groups, ...t } = messages.commands
  const open = (id: number | string) => {
    // Keeps the filters of the list.
    const search = deskSearch()
    navigate({ pathname: `/tickets/${id}`, search }, { state: { focus: 'ticket' } })
  }
  const number = /^#?([1-9]\d{0,14})$/.exec(text)?.[1]
  const group = groups.found
  const searchFor = {
    id: 'search',
    group,
    text: t.searchFor({ text }),
    run: () =>
      navigate({ pathname: '/', search: new URLSearchParams({ search: text }).toString() }),
  }
  // Enter must never open a ticket that was found for an earlier text.
  const tickets = wanted && debounced === text ? (data?.results ?? []) : []
  return {
    named: number
      ? [{ id: 'number', group, text: t.openNumber({ id: number }), run: () => open(number) }]
      : [],
    commands: [
      ...tickets.map((it) => ({
        id: `ticket-${it.id}`,
        group,
        text: `${messages.ticket.number({ id: it.id })} ${it.title}`,
        run: () => open(it.id),
      })),
      ...(wanted ? [searchFor] : []),
    ],
    searching: wanted && (isFetching || debounced !== text),
    error: wanted ? error : null,
  }
}
