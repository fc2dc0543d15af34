/** The note being written on a ticket, kept in this tab; the author's name is kept in this browser. */

import { useState } from 'react'
import { type Attempt, attemptOf, clearAttempt } from '@/api/idempotency'
import type { NewNote } from '@/api/types'
import { safeLocalStorage, safeSessionStorage } from '@/lib/storage'

const AUTHOR_KEY = 'quietdesk.author'
const textKey = (ticketId: number) => `quietdesk.note.${ticketId}`
const attemptKey = (ticketId: number) => `quietdesk.note-attempt.${ticketId}`

export function useNoteDraft(ticketId: number) {
  const [text, setText] = useState(() => safeSessionStorage.getItem(textKey(ticketId)) ?? '')
  const [author, setAuthor] = useState(() => safeLocalStorage.getItem(AUTHOR_KEY) ?? '')
  return {
    text,
    author,
    changeText: (next: string) => {
      setText(next)
      if (next === '') clearNoteDraft(ticketId)
      else safeSessionStorage.setItem(textKey(ticketId), next)
    },
    changeAuthor: (name: string) => {
      setAuthor(name)
      if (name.trim() === '') safeLocalStorage.removeItem(AUTHOR_KEY)
      else safeLocalStorage.setItem(AUTHOR_KEY, name)
    },
    attempt: (): Attempt<NewNote> =>
      attemptOf(attemptKey(ticketId), { text, author: author.trim() || null }),
    clear: () => setText(''),
  }
}

/** Also called when the note is saved after its ticket was closed. */
export function clearNoteDraft(ticketId: number): void {
  safeSessionStorage.removeItem(textKey(ticketId))
  clearAttempt(attemptKey(ticketId))
}
