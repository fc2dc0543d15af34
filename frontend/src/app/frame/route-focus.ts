/** After a navigation to another page, moves the focus to main and scrolls to the top. */

import { useEffect, useRef } from 'react'
import { useLocation } from 'react-router'

/** Returns the path. List and ticket are one page, which moves the focus itself. */
export function useRouteFocus(mainId: string): string {
  const { pathname, state } = useLocation()
  const page = isDeskPath(pathname) ? 'desk' : pathname
  const before = useRef(page)
  useEffect(() => {
    if (before.current === page) return
    before.current = page
    window.scrollTo(0, 0)
    if (!state?.focus) document.getElementById(mainId)?.focus({ preventScroll: true })
  }, [page, state, mainId])
  return pathname
}

export function isDeskPath(pathname: string): boolean {
  return pathname === '/' || pathname.startsWith('/tickets/')
}
