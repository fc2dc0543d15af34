/** The last change that can be undone, for those who are slower than its message. */

import { useSyncExternalStore } from 'react'

/** `text` is said when it is read: in the language of that moment. */
export type Undo = { readonly text: () => string; readonly run: () => void }

const listeners = new Set<() => void>()
let last: Undo | null = null

export function useLastUndo(): Undo | null {
  return useSyncExternalStore(subscribe, () => last)
}

/** Remembers how to take a change back; what it returns does so once, however often it is called. */
export function undoable(text: () => string, run: () => void): () => void {
  let done = false
  const undo: Undo = {
    text,
    run: () => {
      if (last === undo) keep(null)
      if (done) return
      done = true
      run()
    },
  }
  keep(undo)
  return undo.run
}

/** Where the pages go. */
export function forgetUndo(): void {
  keep(null)
}

function keep(undo: Undo | null): void {
  last = undo
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
