/** Keeps the row whose ticket is opened, and closed again, at the height where it stood; focuses it at the end. */

import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import { focusTicket, rowOf, showTicket } from './row-focus'

/** `top`: where the row stood in the window; null when nothing was scrolled, and nothing should be. */
type Place = { id: string; top: number | null }

export function useReturnToRow(pane: RefObject<HTMLElement | null>, openTicket: number | null) {
  const left = usePlaceOfOpening(pane)
  const before = useRef(openTicket)
  useLayoutEffect(() => {
    const last = before.current
    before.current = openTicket
    if (last === openTicket) return
    const concerned = openTicket ?? last
    const stay = () => {
      if (left.current.id === String(concerned)) putRow(pane.current, left.current)
    }
    // On narrow screens the ticket takes the list's place, and begins at its top.
    if (last === null) window.scrollTo(0, 0)
    stay()
    if (openTicket === null) focusTicket(pane.current, concerned)
    else showTicket(pane.current, concerned)
    // Rows that were out of sight have guessed heights until they are drawn: once more when they are.
    const frame = requestAnimationFrame(stay)
    return () => cancelAnimationFrame(frame)
  }, [openTicket, pane, left])
}

/** Which row was opened, and how high it stood: asked at the click, as the layout changes right after. */
function usePlaceOfOpening(pane: RefObject<HTMLElement | null>) {
  const place = useRef<Place>({ id: '', top: null })
  useEffect(() => {
    const element = pane.current
    const note = ({ target }: Event) => {
      const row = target instanceof Element && target.closest<HTMLElement>('.row')
      if (!row) return
      const scrolled = window.scrollY > 0 || Boolean(element?.scrollTop)
      const top = scrolled ? row.getBoundingClientRect().top : null
      place.current = { id: row.dataset.ticket ?? '', top }
    }
    element?.addEventListener('click', note, { capture: true })
    return () => element?.removeEventListener('click', note, { capture: true })
  }, [pane])
  return place
}

function putRow(pane: HTMLElement | null, { id, top }: Place): void {
  const row = rowOf(pane, id)
  // Behind an open ticket on a narrow screen the list is there, but nowhere.
  if (!pane || !row?.checkVisibility()) return
  // Only one of the two can scroll: the list beside a ticket, or the whole page.
  for (const scroller of [pane, window]) {
    if (top === null) scroller.scrollTo({ top: 0, behavior: 'instant' })
    else scroller.scrollBy({ top: row.getBoundingClientRect().top - top, behavior: 'instant' })
  }
}
