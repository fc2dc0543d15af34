/** Handles clicks on row links by delegation: hundreds of <Link>s would render again with every change of the URL. */

import { type RefObject, useEffect, useEffectEvent, useState } from 'react'
import { createPath, useLocation, useNavigate } from 'react-router'
import { afterPaint } from '@/lib/after-paint'
import { deskAddress } from '@/tickets/desk-address'

/** Returns the ticket that is about to open, so that its row is marked before the slow navigation. */
export function useRowLinks(pane: RefObject<HTMLElement | null>): number | null {
  const navigate = useNavigate()
  const location = useLocation()
  const [pressed, setPressed] = useState<{ id: number; at: string } | null>(null)
  const onClick = useEffectEvent((event: MouseEvent) => {
    const link =
      event.target instanceof Element && event.target.closest<HTMLAnchorElement>('.row-link')
    // Modified clicks are the browser's: a new tab, a window, a download.
    const modified = event.metaKey || event.altKey || event.ctrlKey || event.shiftKey
    if (!link || modified || event.button !== 0 || event.defaultPrevented) return
    event.preventDefault()
    const id = Number(link.closest<HTMLElement>('.row')?.dataset.ticket)
    setPressed({ id, at: location.key })
    afterPaint(() => {
      const here = deskAddress()
      if (!here) return
      const to = { pathname: link.pathname, search: here.search }
      navigate(to, { replace: createPath(to) === createPath(here) })
    })
  })
  useEffect(() => {
    const element = pane.current
    const listener = (event: MouseEvent) => onClick(event)
    element?.addEventListener('click', listener)
    return () => element?.removeEventListener('click', listener)
  }, [pane])
  // Valid until the next navigation.
  return pressed?.at === location.key ? pressed.id : null
}
