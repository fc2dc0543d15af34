/** The note being written on a ticket, kept in this tab, with the key under which it was last sent. */

import { useState } from 'react'
import type { NewNote } from '@/api/types'
import { randomKey } from '@/lib/random-key'
import { localShelf, sessionShelf } from '@/lib/storage'

/** The same words sent again go under the same key, so that the server takes them once. */
type Attempt = { key: string; body: NewNote }
type NoteDraft = { text: string; attempt: Attempt | null }

const AUTHOR = 'quietdesk.author'
const shelf = (ticketId: number) => `quietdesk.note.${ticketId}`
const BLANK: NoteDraft = { text: '', attempt: null }

export function useNoteDraft(ticketId: number) {
  const [draft, setDraft] = useState(() => read(ticketId))
  const [author, setAuthor] = useState(() => localShelf.getItem(AUTHOR) ?? '')
  const put = (next: NoteDraft) => {
    setDraft(next)
    if (next.text === '') forgetNote(ticketId)
    else sessionShelf.setItem(shelf(ticketId), JSON.stringify(next))
  }
  return {
    text: draft.text,
    author,
    write: (text: string) => put({ ...draft, text }),
    sign: (name: string) => {
      setAuthor(name)
      if (name.trim() === '') localShelf.removeItem(AUTHOR)
      else localShelf.setItem(AUTHOR, name)
    },
    /** What is sent, and remembered as being sent. */
    attempt: (): Attempt => {
      const body: NewNote = { text: draft.text, author: author.trim() || null }
      const before = draft.attempt
      const same = before?.body.text === body.text && before.body.author === body.author
      const attempt = before && same ? before : { key: randomKey(), body }
      put({ ...draft, attempt })
      return attempt
    },
    clear: () => setDraft(BLANK),
  }
}

/** Also called when the note arrives after its ticket was left. */
export function forgetNote(ticketId: number): void {
  sessionShelf.removeItem(shelf(ticketId))
}

/** Whatever storage holds, the result is a draft. */
function read(ticketId: number): NoteDraft {
  try {
    const { text, attempt } = Object(JSON.parse(sessionShelf.getItem(shelf(ticketId)) ?? '{}'))
    if (typeof text !== 'string') return BLANK
    const whole = typeof attempt?.key === 'string' && attempt.body instanceof Object
    return { text, attempt: whole ? attempt : null }
  } catch {
    return BLANK
  }
}
