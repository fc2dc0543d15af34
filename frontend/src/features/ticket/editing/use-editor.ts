/** Whether the text is being edited; loads the editor lazily. */

import { useEffect, useRef, useState } from 'react'
import { lazyModule } from '@/components/lazy-module'
import { useChunkErrorToast } from '@/components/use-chunk-error-toast'
import { messages } from '@/i18n/messages'
import { readEditDraft } from './edit-draft'

const useEditorModule = lazyModule(async () => (await import('./editor')).Editor)

export function useEditor(ticketId: number) {
  // Resumes an edit that has a draft.
  const [editing, setEditing] = useState(() => readEditDraft(ticketId) !== null)
  const editor = useEditorModule(editing)
  const begin = () => setEditing(true)
  const end = () => setEditing(false)
  const text = () => messages.ticket.editorFailed
  useChunkErrorToast(editor, { enabled: editing, retry: begin, cancel: end, text })
  const Editor = editing ? editor.module : null
  const button = useRef<HTMLButtonElement>(null)
  const wasEditing = useRef(false)
  useEffect(() => {
    if (wasEditing.current && !Editor) button.current?.focus()
    wasEditing.current = Editor !== null
  }, [Editor])
  return { Editor, button, begin, end }
}
