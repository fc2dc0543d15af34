/** Whether the text is being edited, with the editor's own code fetched when it is first wanted. */

import { useEffect, useRef, useState } from 'react'
import { lazyModule } from '@/components/lazy-module'
import { useChunkErrorToast } from '@/components/use-chunk-error-toast'
import { messages } from '@/i18n/messages'
import { readEditDraft } from './edit-draft'

const useEditorPart = lazyModule(async () => (await import('./editor')).Editor)

export function useEditor(ticketId: number) {
  // An edit that was left goes on.
  const [editing, setEditing] = useState(() => readEditDraft(ticketId) !== null)
  const code = useEditorPart(editing)
  const begin = () => setEditing(true)
  const end = () => setEditing(false)
  const text = () => messages.ticket.editorFailed
  useChunkErrorToast(code, { wanted: editing, retry: begin, cancel: end, text })
  const Editor = editing ? code.module : null
  const button = useRef<HTMLButtonElement>(null)
  const wasEditing = useRef(false)
  useEffect(() => {
    if (wasEditing.current && !Editor) button.current?.focus()
    wasEditing.current = Editor !== null
  }, [Editor])
  return { Editor, button, begin, end }
}
