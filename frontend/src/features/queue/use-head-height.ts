/** Tells the styles how high the queue's head is, which chips and languages change: what stays below it must know. */

import { type RefObject, useEffect } from 'react'

export function useHeadHeight(pane: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const head = pane.current?.querySelector<HTMLElement>('.queue-head')
    if (!head || !('ResizeObserver' in globalThis)) return
    const observer = new ResizeObserver(() => {
      pane.current?.style.setProperty('--queue-head', `${head.offsetHeight}px`)
    })
    observer.observe(head)
    return () => observer.disconnect()
  }, [pane])
}
