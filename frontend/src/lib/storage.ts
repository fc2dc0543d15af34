/** Browser storage that may be refused or full: reading gives null then, writing does nothing. */

export type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

export const localShelf = guarded(() => globalThis.localStorage)
export const sessionShelf = guarded(() => globalThis.sessionStorage)

function guarded(open: () => Storage): Shelf {
  const attempt = <T>(action: (storage: Storage) => T, otherwise: T): T => {
    try {
      return action(open())
    } catch {
      return otherwise
    }
  }
  return {
    getItem: (key) => attempt((it) => it.getItem(key), null),
    setItem: (key, value) => attempt((it) => it.setItem(key, value), undefined),
    removeItem: (key) => attempt((it) => it.removeItem(key), undefined),
  }
}
