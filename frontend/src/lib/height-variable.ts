/** Tells the stylesheet how high something that sticks to an edge is just now: the focus must not hide behind it. */

import { type RefObject, useEffectEvent, useLayoutEffect } from 'react'

/**
 * While the element is there, `name`, such as `--ticket-bar`, is its height in pixels for the page and for the box it
 * sticks in: for nothing else, or hundreds of rows would be styled anew. See tokens.css.
 */
export function useHeightVariable(
  element: RefObject<HTMLElement | null>,
  name: `--${string}`,
  onChange?: () => void,
) {
  const changed = useEffectEvent(() => onChange?.())
  useLayoutEffect(() => {
    const measured = element.current
    if (!measured) return
    const users = [document.documentElement, measured.parentElement]
    const observer = new ResizeObserver(([entry]) => {
      // The observer's own figure: to measure again would lay out the page between two observers.
      const height = Math.ceil(entry?.borderBoxSize[0]?.blockSize ?? 0)
      for (const it of users) it?.style.setProperty(name, `${height}px`)
      changed()
    })
    observer.observe(measured)
    return () => {
      observer.disconnect()
      for (const it of users) it?.style.removeProperty(name)
    }
  }, [element, name])
}
