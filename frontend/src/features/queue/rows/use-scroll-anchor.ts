/** Keeps the row of a ticket at its scroll position when the ticket is opened or closed, and focuses it on closing. */

import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import { findRow, focusRow, scrollToRow } from './row-focus'

/** `top`: the row's position in the viewport; null when nothing was scrolled. */
type Anchor = { id: string; top: number | null }

export function useScrollAnchor(pane: RefObject<HTMLElement | null>, openTicket: number | null) {
  const clicked = useClickedRow(pane)
  const before = useRef(openTicket)
  useLayoutEffect(() => {
    const last = before.current
    before.current = openTicket
    if (last === openTicket) return
    const ticket = openTicket ?? last
    const keepInPlace = () => {
      if (clicked.current.id === String(ticket)) restore(pane.current, clicked.current)
    }
    // On narrow screens the ticket replaces the list, and starts at its top.
    if (last === null) window.scrollTo(0, 0)
    keepInPlace()
    if (openTicket === null) focusRow(pane.current, ticket)
    else scrollToRow(pane.current, ticket)
    // Rows outside the viewport have estimated heights until they are painted: adjust once more.
    const frame = requestAnimationFrame(keepInPlace)
    return () => cancelAnimationFrame(frame)
  }, [openTicket, pane, clicked])
}

/** Measures the clicked row during the click, before the layout changes. */
function useClickedRow(pane: RefObject<HTMLElement | null>) {
  const anchor = useRef<Anchor>({ id: '', top: null })
  useEffect(() => {
    const element = pane.current
    const note = ({ target }: Event) => {
      const row = target instanceof Element && target.closest<HTMLElement>('.row')
      if (!row) return
      const scrolled = window.scrollY > 0 || Boolean(element?.scrollTop)
      const top = scrolled ? row.getBoundingClientRect().top : null
      anchor.current = { id: row.dataset.ticket ?? '', top }
    }
    element?.addEventListener('click', note, { capture: true })
    return () => element?.removeEventListener('click', note, { capture: true })
  }, [pane])
  return anchor
}

function restore(pane: HTMLElement | null, { id, top }: Anchor): void {
  const row = findRow(pane, id)
  // On narrow screens the list is hidden behind an open ticket.
  if (!pane || !row?.checkVisibility()) return
  // Either the pane or the page scrolls, never both.
  for (const scroller of [pane, window]) {
    if (top === null) scroller.scrollTo({ top: 0, behavior: 'instant' })
    else scroller.scrollBy({ top: row.getBoundingClientRect().top - top, behavior: 'instant' })
  }
}
