/** After a change of page, reading begins at its top: the focus goes to main, the scroll to zero. */

import { useEffect, useRef } from 'react'
import { useLocation } from 'react-router'

/** Returns the present path. The desk is one page: it moves the focus between list and ticket itself. */
export function useRouteFocus(mainId: string): string {
  const { pathname, state } = useLocation()
  const page = inDesk(pathname) ? 'desk' : pathname
  const before = useRef(page)
  useEffect(() => {
    if (before.current === page) return
    before.current = page
    window.scrollTo(0, 0)
    if (!state?.focus) document.getElementById(mainId)?.focus({ preventScroll: true })
  }, [page, state, mainId])
  return pathname
}

export function inDesk(pathname: string): boolean {
  return pathname === '/' || pathname.startsWith('/tickets/')
}
