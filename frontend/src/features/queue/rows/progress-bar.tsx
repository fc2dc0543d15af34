/** An indeterminate progress bar; the stylesheet delays it. */

export function ProgressBar({ on }: { on: boolean }) {
  return (
    <div className="progress" aria-hidden="true">
      {on && <span />}
    </div>
  )
}
