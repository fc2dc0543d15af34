/** Runs slow work after the next frame, so that the click is visible before it begins. */

export function afterPaint(run: () => void): void {
  requestAnimationFrame(() => setTimeout(run))
}
