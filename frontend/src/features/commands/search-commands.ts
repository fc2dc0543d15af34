/** Tickets by number and by words, found while one types. */

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { answer, api } from '@/api/client'
import { words } from '@/i18n/messages'
import { keys } from '@/tickets/api/keys'
import type { Command } from './command'

const FOUND_MOST = 5
const SHORTEST = 2
const PAUSE_MS = 250

export type Found = {
  /** A ticket that was named by its number: comes first. */
  readonly named: readonly Command[]
  readonly commands: readonly Command[]
  readonly searching: boolean
  readonly error: unknown
}

export function useFound(typed: string): Found {
  const navigate = useNavigate()
  const { pathname, search } = useLocation()
  const text = typed.trim()
  const settled = useSettled(text)
  const wanted = text.length >= SHORTEST
  const { data, isFetching, error } = useQuery({
    queryKey: keys.found(settled),
    queryFn: ({ signal }) => {
      const query = { search: settled, page_size: FOUND_MOST, text: 'excerpt' as const }
      return answer(api.GET('/api/tickets/', { params: { query }, signal }))
    },
    enabled: wanted && settled.length >= SHORTEST,
    placeholderData: keepPreviousData,
    retry: false,
  })
  const { groups, ...says } = words.commands
  // The filters of the list beside it stay.
  const kept = pathname === '/' || pathname.startsWith('/tickets/') ? search : ''
  const open = (id: number | string) =>
    navigate({ pathname: `/tickets/${id}`, search: kept }, { state: { focus: 'ticket' } })
  const number = /^#?([1-9]\d{0,14})$/.exec(text)?.[1]
  const group = groups.found
  const searchFor = {
    id: 'search',
    group,
    text: says.searchFor({ text }),
    run: () =>
      navigate({ pathname: '/', search: new URLSearchParams({ search: text }).toString() }),
  }
  const tickets = wanted && settled !== '' ? (data?.results ?? []) : []
  return {
    named: number
      ? [{ id: 'number', group, text: says.openNumber({ id: number }), run: () => open(number) }]
      : [],
    commands: [
      ...tickets.map((it) => ({
        id: `ticket-${it.id}`,
        group,
        text: `${words.ticket.number({ id: it.id })} ${it.title}`,
        run: () => open(it.id),
      })),
      ...(wanted ? [searchFor] : []),
    ],
    searching: wanted && (isFetching || settled !== text),
    error: wanted ? error : null,
  }
}

function useSettled(text: string): string {
  const [settled, setSettled] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
