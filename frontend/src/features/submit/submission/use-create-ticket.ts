/** Creates a ticket; the queue lists it and the dashboard counts it at once. */

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import { ApiError } from '@/api/error'
import { type Attempt, attemptOf, clearAttempt, isOutcomeUnknown } from '@/api/idempotency'
import type { NewTicket, Suggestion, Ticket } from '@/api/types'
import { addTicket } from '@/tickets/api/cache'
import { keys } from '@/tickets/api/keys'
import type { Draft } from '../draft'
import { newTicket } from './new-ticket'

const STORAGE_KEY = 'quietdesk.submission'
const RETRY_DELAY_MS = 1_000

/** A new suggestion changes the body but not the ticket: the person's own text and choices identify it. */
export function ticketAttempt(draft: Draft, suggestion: Suggestion | null): Attempt<NewTicket> {
  return attemptOf(STORAGE_KEY, newTicket(draft, suggestion), newTicket(draft, null))
}

export function useCreateTicket() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: send,
    // Safe because of the key: if the first request did arrive, this one gets its ticket.
    retry: (failures, error) => failures < 1 && isOutcomeUnknown(error),
    retryDelay: RETRY_DELAY_MS,
    onSuccess: (ticket) => {
      clearAttempt(STORAGE_KEY)
      addTicket(client, ticket)
      client.invalidateQueries({ queryKey: keys.lists })
      client.invalidateQueries({ queryKey: keys.stats })
      client.invalidateQueries({ queryKey: keys.allCounts })
    },
  })
}

async function send({ key, body, first }: Attempt<NewTicket>): Promise<Ticket> {
  const post = (it: NewTicket) =>
    unwrap(api.POST('/api/tickets/', { params: { header: { 'Idempotency-Key': key } }, body: it }))
  try {
    return await post(body)
  } catch (error) {
    // 422: the key belongs to the first body, so that one did arrive; sent again, it gets its ticket.
    if (body !== first && error instanceof ApiError && error.status === 422) return post(first)
    throw error
  }
}
