/** A value outside React that components can follow. */

import { useSyncExternalStore } from 'react'

/** `connect` runs when the first component subscribes; what it returns runs after the last has left. */
export function createStore<T>(read: () => T, connect?: () => () => void) {
  const listeners = new Set<() => void>()
  let disconnect: (() => void) | undefined
  const subscribe = (listener: () => void) => {
    if (listeners.size === 0) disconnect = connect?.()
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0) disconnect?.()
    }
  }
  return {
    /** The value, for a component that renders again whenever it has changed. */
    useValue: (): T => useSyncExternalStore(subscribe, read),
    /** Part of the value: the component renders again only when that part has changed. */
    useSelected: <Part>(select: (value: T) => Part): Part =>
      useSyncExternalStore(subscribe, () => select(read())),
    /** To be called after each change of what `read` returns. */
    notify: () => {
      for (const listener of listeners) listener()
    },
  }
}
