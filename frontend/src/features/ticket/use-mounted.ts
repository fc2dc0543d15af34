/** Whether a component is still on the page, for answers that arrive late. */

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
