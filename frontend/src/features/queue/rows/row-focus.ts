/** Moves the focus through the rows with j and k, and to the row of a ticket. */

import type { RefObject } from 'react'
import { useShortcut } from '@/lib/shortcuts'

export function useRowShortcuts(list: RefObject<HTMLElement | null>): void {
  const move = (step: 1 | -1) => {
    const links = [...(list.current?.querySelectorAll<HTMLElement>('.row-link') ?? [])]
    const here = links.findIndex((it) => it.closest('.row')?.contains(document.activeElement))
    // Without a focused row it starts at the open ticket's, or at the first.
    const from = here >= 0 ? here : links.findIndex((it) => it.ariaCurrent === 'page')
    const to = from < 0 ? 0 : Math.min(Math.max(from + step, 0), links.length - 1)
    focusLink(links[to])
  }
  useShortcut('j', () => move(1))
  useShortcut('k', () => move(-1))
}

/** Focuses a ticket's row, if it is in the list. */
export function focusRow(list: HTMLElement | null, id: number | string | null): void {
  focusLink(findRow(list, id)?.querySelector<HTMLElement>('.row-link'))
}

/** Scrolls a ticket's row into view, if it is in the list, without focusing it. */
export function scrollToRow(list: HTMLElement | null, id: number | string | null): void {
  findRow(list, id)?.scrollIntoView({ block: 'nearest' })
}

export function findRow(list: HTMLElement | null, id: number | string | null) {
  return list?.querySelector<HTMLElement>(`[data-ticket="${id}"]`)
}

function focusLink(link: HTMLElement | null | undefined): void {
  link?.focus({ preventScroll: true })
  link?.closest('.row')?.scrollIntoView({ block: 'nearest' })
}
