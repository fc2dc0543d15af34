/** The note being written on a ticket, kept in this tab; the author's name is kept in this browser. */

import { useState } from 'react'
import { type Attempt, attemptOf, clearAttempt } from '@/api/idempotency'
import type { NewNote } from '@/api/types'
import { safeLocalStorage, safeSessionStorage } from '@/lib/storage'

const AUTHOR = 'quietdesk.author'
const textShelf = (ticketId: number) => `quietdesk.note.${ticketId}`
const attemptShelf = (ticketId: number) => `quietdesk.note-attempt.${ticketId}`

export function useNoteDraft(ticketId: number) {
  const [text, setText] = useState(() => safeSessionStorage.getItem(textShelf(ticketId)) ?? '')
  const [author, setAuthor] = useState(() => safeLocalStorage.getItem(AUTHOR) ?? '')
  return {
    text,
    author,
    changeText: (next: string) => {
      setText(next)
      if (next === '') clearNoteDraft(ticketId)
      else safeSessionStorage.setItem(textShelf(ticketId), next)
    },
    changeAuthor: (name: string) => {
      setAuthor(name)
      if (name.trim() === '') safeLocalStorage.removeItem(AUTHOR)
      else safeLocalStorage.setItem(AUTHOR, name)
    },
    attempt: (): Attempt<NewNote> =>
      attemptOf(attemptShelf(ticketId), { text, author: author.trim() || null }),
    clear: () => setText(''),
  }
}

/** Also called when the note is saved after its ticket was closed. */
export function clearNoteDraft(ticketId: number): void {
  safeSessionStorage.removeItem(textShelf(ticketId))
  clearAttempt(attemptShelf(ticketId))
}
