/** Browser storage that never throws: where it is refused or full, reads return null and writes do nothing. */

export type SafeStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

export const safeLocalStorage = safe(() => globalThis.localStorage)
/** Falls back to memory: what the browser refuses to store lives as long as the page. */
export const safeSessionStorage = withMemory(safe(() => globalThis.sessionStorage))

function safe(open: () => Storage): SafeStorage {
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

function withMemory(shelf: SafeStorage): SafeStorage {
  const memory = new Map<string, string>()
  return {
    getItem: (key) => memory.get(key) ?? shelf.getItem(key),
    setItem: (key, value) => {
      shelf.setItem(key, value)
      if (shelf.getItem(key) === value) memory.delete(key)
      else memory.set(key, value)
    },
    removeItem: (key) => {
      memory.delete(key)
      shelf.removeItem(key)
    },
  }
}
