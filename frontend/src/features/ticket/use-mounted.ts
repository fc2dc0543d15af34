/** Whether a component is still mounted, for responses that arrive late. */

import { useEffect, useRef } from 'react'

export function useMounted() {
  const mounted = useRef(true)
  useEffect(() => {
    mounted.current = true
    return () => {
      mounted.current = false
    }
  }, [])
  return mounted
}
