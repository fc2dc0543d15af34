/** Changing a ticket: shown at once, undone when the server refuses, never silently over someone else's change. */

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import { ApiError } from '@/api/error'
import type { StaleTicket, Ticket, TicketChanges, TicketDetail } from '@/api/types'
import { patchTicket, sameFields, shownTicket } from './cache'
import { keys } from './keys'

/** `ifVersion`: a version to insist on; 'shown' means the one the cache holds when the request leaves. */
export type Change = { changes: TicketChanges; ifVersion?: number | 'shown' }

export function useTicketUpdate(id: number) {
  const client = useQueryClient()
  return useMutation({
    mutationKey: updateKey(id),
    // Two quick changes of one ticket go one after the other, so that the second knows the first's version.
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
      // A page under way was asked for with the refused value in the list, and would bring it back.
      await client.cancelQueries({ queryKey: keys.lists })
      if (context?.before) patchTicket(client, id, context.before)
    },
    onSuccess: (ticket) => patchTicket(client, id, ticket),
    onSettled: () => {
      // Lists only become old: reading them again now would move rows under the reader's eyes.
      client.invalidateQueries({ queryKey: keys.lists, refetchType: 'none' })
      client.invalidateQueries({ queryKey: keys.stats })
      client.invalidateQueries({ queryKey: keys.allCounts })
      // While another change of this ticket is under way, a read would bring its old value back for a moment.
      if (client.isMutating({ mutationKey: updateKey(id) }) > 1) return
      client.invalidateQueries({ queryKey: keys.ticket(id) })
    },
  })
}

export function updateKey(id: number) {
  return ['tickets', 'update', id]
}

/** The ticket as it stands now, when an update was refused because someone else was faster. */
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
