/** Submitting a ticket; the queue has it on top, and the dashboard counts it, as soon as it is filed. */

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { answer, api } from '@/lib/api-client'
import { ApiError } from '@/lib/api-error'
import type { NewTicket } from '@/lib/api-types'
import { keys } from '@/lib/query-keys'
import { addTicket } from '@/lib/ticket-cache'

export function useCreateTicket() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: NewTicket) => answer(api.POST('/api/tickets/', { body })),
    onSuccess: (ticket) => {
      addTicket(client, ticket)
      client.invalidateQueries({ queryKey: keys.lists })
      client.invalidateQueries({ queryKey: keys.stats })
    },
  })
}

/** Whether the ticket may exist although no answer said so. */
export function perhapsFiled(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false
  return error.kind === 'timeout' || error.status === 502 || error.status === 504
}
