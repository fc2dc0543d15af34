/** The last change that can be undone, also after its toast is gone. */

import { createStore } from './store'

/** `text` is a function, so that it follows the language. */
export type Undo = { readonly text: () => string; readonly run: () => void }

let last: Undo | null = null
const store = createStore(() => last)

export function useLastUndo(): Undo | null {
  return store.useValue()
}

/** Registers how to undo a change; the result undoes it, once. */
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
