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
): (wanted?: boolean) => LazyModule<T> {
  // Outside of React: the next mount renders it at once, and a focus on its way there is not lost.
  let kept: { module: T } | null = null
  let failures = 0

  return function useLazyModule(wanted = true) {
    const [loaded, setLoaded] = useState(kept)
    const [failed, setFailed] = useState(false)
    const fetchModule = useCallback(async () => {
      setFailed(false)
      try {
        kept = { module: await load() }
        setLoaded(kept)
      } catch {
        failures += 1
        // A server that is ready but lacks the file twice has been updated. Drafts survive a reload.
        if (failures > 1 && (await probe())) reload()
        setFailed(true)
      }
    }, [])
    useEffect(() => {
      if (!wanted) setFailed(false)
      else if (!kept) fetchModule()
    }, [wanted, fetchModule])
    return { module: (loaded ?? kept)?.module ?? null, failed, retry: fetchModule }
  }
}
