/** Code that is no part of the first load: fetched when it is wanted, kept, and asked for again when it could not be fetched. */

import { useCallback, useEffect, useState } from 'react'
import { probe } from '@/api/reachability'

export type LazyModule<T> = {
  /** Null until it is here. */
  module: T | null
  failed: boolean
  retry: () => void
}

/** Called once for each part; gives the hook for those who want it. `reload` begins the whole page anew. */
export function lazyModule<T>(
  load: () => Promise<T>,
  reload = () => window.location.reload(),
): (wanted?: boolean) => LazyModule<T> {
  // Outside of the pages, so that it is there at once the next time: to wait for it would let go of the focus.
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
        // A desk that answers, and does not have it at the second time either, has been renewed: drafts outlive a new beginning.
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
