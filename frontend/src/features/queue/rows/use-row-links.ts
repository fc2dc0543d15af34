/** Follows the links of the rows, all in one place: hundreds that each listen for the address are all drawn anew with every change of it. */

import { type RefObject, useEffect, useEffectEvent, useState } from 'react'
import { createPath, useLocation, useNavigate } from 'react-router'
import { afterPaint } from '@/lib/after-paint'
import { deskAddress } from '@/tickets/desk-address'

/** Gives the ticket that is about to open: its row shows so at once, before hundreds make room for it. */
export function useRowLinks(pane: RefObject<HTMLElement | null>): number | null {
  const navigate = useNavigate()
  const location = useLocation()
  const [pressed, setPressed] = useState<{ id: number; at: string } | null>(null)
  const onClick = useEffectEvent((event: MouseEvent) => {
    const link =
      event.target instanceof Element && event.target.closest<HTMLAnchorElement>('.row-link')
    // Another tab or window, a download, a menu: the browser's own business.
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
  // With the next address it is open, or something else is.
  return pressed?.at === location.key ? pressed.id : null
}
