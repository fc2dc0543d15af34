/** Tells the stylesheet how high something that sticks to an edge is just now: the focus must not hide behind it. */

import { type RefObject, useLayoutEffect } from 'react'

/** While the element is there, `name`, such as `--ticket-bar`, is its height in pixels; 0px before and after. */
export function useHeightVariable(element: RefObject<HTMLElement | null>, name: `--${string}`) {
  useLayoutEffect(() => {
    const measured = element.current
    if (!measured) return
    const { style } = document.documentElement
    const observer = new ResizeObserver(() =>
      style.setProperty(name, `${Math.ceil(measured.getBoundingClientRect().height)}px`),
    )
    observer.observe(measured)
    return () => {
      observer.disconnect()
      style.removeProperty(name)
    }
  }, [element, name])
}
