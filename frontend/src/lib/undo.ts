/** The last change that can be undone, for those who are slower than its message. */

import { createStore } from './store'

/** `text` is said when it is read: in the language of that moment. */
export type Undo = { readonly text: () => string; readonly run: () => void }

let last: Undo | null = null
const store = createStore(() => last)

export function useLastUndo(): Undo | null {
  return store.useValue()
}

/** Remembers how to take a change back; what it returns does so once, however often it is called. */
export function registerUndo(text: () => string, run: () => void): () => void {
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
export function clearUndo(): void {
  keep(null)
}

function keep(undo: Undo | null): void {
  last = undo
  store.notify()
}
