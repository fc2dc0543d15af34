/** Keeps the row whose ticket is opened, and closed again, at the height where it stood; focuses it at the end. */

import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import { findRow, focusRow, scrollToRow } from './row-focus'

/** `top`: where the row stood in the window; null when nothing was scrolled, and nothing should be. */
type Anchor = { id: string; top: number | null }

export function useScrollAnchor(pane: RefObject<HTMLElement | null>, openTicket: number | null) {
  const clicked = useClickedRow(pane)
  const before = useRef(openTicket)
  useLayoutEffect(() => {
    const last = before.current
    before.current = openTicket
    if (last === openTicket) return
    const concerned = openTicket ?? last
    const keepInPlace = () => {
      if (clicked.current.id === String(concerned)) restore(pane.current, clicked.current)
    }
    // On narrow screens the ticket takes the list's place, and begins at its top.
    if (last === null) window.scrollTo(0, 0)
    keepInPlace()
    if (openTicket === null) focusRow(pane.current, concerned)
    else scrollToRow(pane.current, concerned)
    // Rows that were out of sight have guessed heights until they are drawn: once more when they are.
    const frame = requestAnimationFrame(keepInPlace)
    return () => cancelAnimationFrame(frame)
  }, [openTicket, pane, clicked])
}

/** Which row was opened, and how high it stood: asked at the click, as the layout changes right after. */
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
  // Behind an open ticket on a narrow screen the list is there, but nowhere.
  if (!pane || !row?.checkVisibility()) return
  // Only one of the two can scroll: the list beside a ticket, or the whole page.
  for (const scroller of [pane, window]) {
    if (top === null) scroller.scrollTo({ top: 0, behavior: 'instant' })
    else scroller.scrollBy({ top: row.getBoundingClientRect().top - top, behavior: 'instant' })
  }
}
