/** Updates a ticket optimistically, rolls back when the server refuses, and detects conflicts by version. */

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import { ApiError } from '@/api/error'
import type { StaleTicket, Ticket, TicketChanges, TicketDetail } from '@/api/types'
import { patchTicket, sameFields, shownTicket } from './cache'
import { keys } from './keys'

/** `ifVersion`: sent as If-Match; 'shown' is the version in the cache when the request is sent. */
export type Change = { changes: TicketChanges; ifVersion?: number | 'shown' }

export function useTicketUpdate(id: number) {
  const client = useQueryClient()
  return useMutation({
    mutationKey: updateKey(id),
    // Updates of one ticket run in sequence, so that the second knows the version of the first.
    scope: { id: `ticket-${id}` },
    mutationFn: ({ changes, ifVersion }: Change) => {
      const version = ifVersion === 'shown' ? shownTicket(client, id)?.version : ifVersion
      return sendUpdate(id, changes, version)
    },
    onMutate: async ({ changes }) => {
      // A read under way would bring the old value back for a moment.
      await client.cancelQueries({ queryKey: keys.lists })
      await client.cancelQueries({ queryKey: keys.ticket(id) })
      const before = shownTicket(client, id)
      patchTicket(client, id, changes as Partial<Ticket>)
      return { before: before && sameFields(before, changes as Partial<Ticket>) }
    },
    onError: async (_error, _change, context) => {
      // A page under way was requested while the list showed the refused value, and would bring it back.
      await client.cancelQueries({ queryKey: keys.lists })
      if (context?.before) patchTicket(client, id, context.before)
    },
    onSuccess: (ticket) => patchTicket(client, id, ticket),
    onSettled: () => {
      // Lists are only marked stale: a refetch now would move rows under the reader's eyes.
      client.invalidateQueries({ queryKey: keys.lists, refetchType: 'none' })
      client.invalidateQueries({ queryKey: keys.stats })
      client.invalidateQueries({ queryKey: keys.allCounts })
      // A refetch during another update of this ticket would show its old value for a moment.
      if (client.isMutating({ mutationKey: updateKey(id) }) > 1) return
      client.invalidateQueries({ queryKey: keys.ticket(id) })
    },
  })
}

export function updateKey(id: number) {
  return ['tickets', 'update', id]
}

/** The current ticket, when an update was refused because the ticket has a newer version. */
export function conflictOf(error: unknown): TicketDetail | null {
  if (!(error instanceof ApiError) || error.status !== 412) return null
  return (error.body as Partial<StaleTicket> | null)?.ticket ?? null
}

function sendUpdate(id: number, changes: TicketChanges, version: number | undefined) {
  const params = {
    path: { ticket_id: id },
    header: version === undefined ? {} : { 'If-Match': `"${version}"` },
  }
  return unwrap(api.PATCH('/api/tickets/{ticket_id}/', { params, body: changes }))
}
