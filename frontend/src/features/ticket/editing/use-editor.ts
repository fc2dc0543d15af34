/** Whether the text is being edited, with the editor's own code fetched when it is first wanted. */

import { useEffect, useRef, useState } from 'react'
import { laterPart } from '@/components/lazy-module'
import { useToldPart } from '@/components/use-chunk-error-toast'
import { words } from '@/i18n/messages'
import { keptEdit } from './edit-draft'

const useEditorPart = laterPart(async () => (await import('./editor')).Editor)

export function useEditor(ticketId: number) {
  // An edit that was left goes on.
  const [editing, setEditing] = useState(() => keptEdit(ticketId) !== null)
  const code = useEditorPart(editing)
  const begin = () => setEditing(true)
  const end = () => setEditing(false)
  const text = () => words.ticket.editorFailed
  useToldPart(code, { wanted: editing, again: begin, giveUp: end, text })
  const Editor = editing ? code.part : null
  const button = useRef<HTMLButtonElement>(null)
  const wasEditing = useRef(false)
  useEffect(() => {
    if (wasEditing.current && !Editor) button.current?.focus()
    wasEditing.current = Editor !== null
  }, [Editor])
  return { Editor, button, begin, end }
}
