/** Runs something once the next frame has been drawn: so that a press is seen before what takes longer begins. */

export function afterPaint(run: () => void): void {
  requestAnimationFrame(() => setTimeout(run))
}
