/** Whether the text is being edited, with the editor's own code fetched when it is first wanted. */

import { type ComponentType, useCallback, useEffect, useRef, useState } from 'react'
import { useToast } from '@/components/toasts'
import type { Ticket } from '@/lib/api-types'
import { words } from '@/lib/words'
import { keptEdit } from './edit-draft'

type Editor = ComponentType<{ ticket: Ticket; onDone: () => void }>

export function useEditor(ticketId: number) {
  const [Editor, setEditor] = useState<Editor | null>(null)
  const button = useRef<HTMLButtonElement>(null)
  const toast = useToast()
  const begin = useCallback(async () => {
    try {
      const loaded = (await import('./editor')).Editor
      setEditor(() => loaded)
    } catch {
      toast.show({ key: 'editor', tone: 'bad', text: words.ticket.editorFailed })
    }
  }, [toast])
  // An edit that was left goes on.
  useEffect(() => {
    if (keptEdit(ticketId)) begin()
  }, [ticketId, begin])
  const wasEditing = useRef(false)
  useEffect(() => {
    if (wasEditing.current && !Editor) button.current?.focus()
    wasEditing.current = Editor !== null
  }, [Editor])
  return { Editor, button, begin, end: () => setEditor(null) }
}
