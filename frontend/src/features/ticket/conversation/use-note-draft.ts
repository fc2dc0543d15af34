/** The note being written on a ticket, kept in this tab; the author's name is kept in this browser. */

import { useState } from 'react'
import { type Attempt, attemptOf, forgetAttempt } from '@/api/idempotency'
import type { NewNote } from '@/api/types'
import { localShelf, sessionShelf } from '@/lib/storage'

const AUTHOR = 'quietdesk.author'
const textShelf = (ticketId: number) => `quietdesk.note.${ticketId}`
const attemptShelf = (ticketId: number) => `quietdesk.note-attempt.${ticketId}`

export function useNoteDraft(ticketId: number) {
  const [text, setText] = useState(() => sessionShelf.getItem(textShelf(ticketId)) ?? '')
  const [author, setAuthor] = useState(() => localShelf.getItem(AUTHOR) ?? '')
  return {
    text,
    author,
    changeText: (next: string) => {
      setText(next)
      if (next === '') forgetNote(ticketId)
      else sessionShelf.setItem(textShelf(ticketId), next)
    },
    changeAuthor: (name: string) => {
      setAuthor(name)
      if (name.trim() === '') localShelf.removeItem(AUTHOR)
      else localShelf.setItem(AUTHOR, name)
    },
    attempt: (): Attempt<NewNote> =>
      attemptOf(attemptShelf(ticketId), { text, author: author.trim() || null }),
    clear: () => setText(''),
  }
}

/** Also called when the note is saved after its ticket was left. */
export function forgetNote(ticketId: number): void {
  sessionShelf.removeItem(textShelf(ticketId))
  forgetAttempt(attemptShelf(ticketId))
}
