/** Commands for the selected tickets, the open ticket and Undo. */

import { useMatch } from 'react-router'
import { useCopyLink } from '@/components/copy-link'
import { messages } from '@/i18n/messages'
import { useLastUndo } from '@/lib/undo'
import { useBulkChange } from '@/tickets/bulk/use-bulk-change'
import { LABEL_FIELDS, LABELS, type LabelField } from '@/tickets/labels'
import { useSelection } from '@/tickets/selection-store'
import type { Command } from './command'

/** `onCopyByHand`: shows the link where the browser does not allow copying; the menu is closed by then. */
export function useTicketCommands(onCopyByHand: (path: string) => void): Command[] {
  const { set } = useBulkChange()
  const selected = useSelection()
  const given = useMatch('/tickets/:id')?.params.id
  const open = given && /^[1-9]\d{0,14}$/.test(given) ? Number(given) : null
  const copy = useCopyLink(onCopyByHand)
  const undo = useLastUndo()
  const { groups } = messages.commands

  const sets = (group: string, ids: Iterable<number>) =>
    LABEL_FIELDS.flatMap((field) => LABELS[field].map((value) => setting(group, field, value, ids)))
  const setting = (group: string, field: LabelField, value: string, ids: Iterable<number>) => {
    const names: Record<string, string> = messages.labels[field]
    return {
      id: `set-${field}-${value}`,
      group,
      text: messages.commands.set({
        field: messages.labels.field[field],
        value: names[value] ?? value,
      }),
      run: () => set(ids, field, value),
    }
  }

  const group = open === null ? '' : groups.ticket({ id: open })
  return [
    ...(undo
      ? [
          {
            id: 'undo',
            group: groups.last,
            text: messages.commands.undo({ text: undo.text() }),
            run: undo.run,
          },
        ]
      : []),
    ...(selected.size > 0 ? sets(groups.selection({ count: selected.size }), selected) : []),
    // With a selection, the label commands are for the selection only.
    ...(open !== null && selected.size === 0 ? sets(group, [open]) : []),
    ...(open === null
      ? []
      : [
          {
            id: 'copy',
            group,
            text: messages.ticket.copyLink,
            run: () => copy(`/tickets/${open}`),
          },
        ]),
  ]
}
