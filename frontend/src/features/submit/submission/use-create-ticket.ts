/** Submitting a ticket; the queue has it on top, and the dashboard counts it, as soon as it is filed. */

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { answer, api } from '@/api/client'
import { ApiError } from '@/api/error'
import type { NewTicket, Ticket } from '@/api/types'
import { addTicket } from '@/tickets/api/cache'
import { keys } from '@/tickets/api/keys'
import { forgetSubmission, type Submission } from './submission'

const PAUSE_MS = 1_000

export function useCreateTicket() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: send,
    // Safe, because of the key: should the first have arrived after all, this one gets its ticket.
    retry: (failures, error) => failures < 1 && unheard(error),
    retryDelay: PAUSE_MS,
    onSuccess: (ticket) => {
      forgetSubmission()
      addTicket(client, ticket)
      client.invalidateQueries({ queryKey: keys.lists })
      client.invalidateQueries({ queryKey: keys.stats })
      client.invalidateQueries({ queryKey: keys.allCounts })
    },
  })
}

async function send({ key, body, first }: Submission): Promise<Ticket> {
  const post = (it: NewTicket) =>
    answer(api.POST('/api/tickets/', { params: { header: { 'Idempotency-Key': key } }, body: it }))
  try {
    return await post(body)
  } catch (error) {
    // The name is taken by what was sent first: so that had arrived, and is asked for as it was.
    if (body !== first && error instanceof ApiError && error.status === 422) return post(first)
    throw error
  }
}

/** Whether nobody knows what became of it: no answer came, or one from a server in between. */
export function unheard(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false
  return error.status === null || error.status === 502 || error.status === 504
}
