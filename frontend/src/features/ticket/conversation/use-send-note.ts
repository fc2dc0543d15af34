/** Sends a note once, and clears its draft when the server has it. */

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { Attempt } from '@/api/idempotency'
import type { NewNote } from '@/api/types'
import { keys } from '@/tickets/api/keys'
import { clearNoteDraft } from './use-note-draft'

export function useSendNote(ticketId: number) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ key, body }: Attempt<NewNote>) => {
      const params = { path: { ticket_id: ticketId }, header: { 'Idempotency-Key': key } }
      return unwrap(api.POST('/api/tickets/{ticket_id}/notes/', { params, body }))
    },
    onSuccess: () => {
      clearNoteDraft(ticketId)
      // The ticket has the number of its notes.
      client.invalidateQueries({ queryKey: keys.ticket(ticketId) })
    },
  })
}
