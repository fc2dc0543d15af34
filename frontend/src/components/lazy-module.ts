/** Lazily loaded code: fetched when it is wanted, cached, and fetched again after a failure. */

import { useCallback, useEffect, useState } from 'react'
import { probe } from '@/api/reachability'

export type LazyModule<T> = {
  /** Null until it is loaded. */
  module: T | null
  failed: boolean
  retry: () => void
}

/** Creates the hook for one module; to be called once for each. `reload` loads the whole page again. */
export function lazyModule<T>(
  load: () => Promise<T>,
  reload = () => window.location.reload(),
): (enabled?: boolean) => LazyModule<T> {
  // Outside of React: the next mount renders it at once, and a focus on its way there is not lost.
  let cached: { module: T } | null = null
  let failures = 0

  return function useLazyModule(enabled = true) {
    const [loaded, setLoaded] = useState(cached)
    const [failed, setFailed] = useState(false)
    const fetchModule = useCallback(async () => {
      setFailed(false)
      try {
        cached = { module: await load() }
        setLoaded(cached)
      } catch {
        failures += 1
        // A server that is ready but lacks the file twice has been updated. Drafts survive a reload.
        if (failures > 1 && (await probe())) reload()
        setFailed(true)
      }
    }, [])
    useEffect(() => {
      if (!enabled) setFailed(false)
      else if (!cached) fetchModule()
    }, [enabled, fetchModule])
    return { module: (loaded ?? cached)?.module ?? null, failed, retry: fetchModule }
  }
}
