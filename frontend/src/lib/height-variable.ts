/** Publishes the height of a sticky element as a CSS variable: scroll-padding keeps the focus visible beside it. */

import { type RefObject, useEffectEvent, useLayoutEffect } from 'react'

/**
 * While the element is mounted, `name`, such as `--ticket-bar`, is its height in pixels, set on the root and on the
 * element's parent only: set on more, it would restyle hundreds of rows. See tokens.css.
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
      // Measuring the element here would force a layout between two observers.
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
