/** Debounces a value. */

import { useEffect, useState } from 'react'

export function useDebounced<T>(value: T, delayMs: number, initial = value): T {
  const [debounced, setDebounced] = useState(initial)
  useEffect(() => {
    const timer = setTimeout(() => setDebounced(value), delayMs)
    return () => clearTimeout(timer)
  }, [value, delayMs])
  return debounced
}
