/** A thin line that moves while rows are on their way, shown only once the wait is long enough to be felt. */

export function ProgressBar({ on }: { on: boolean }) {
  return (
    <div className="progress" aria-hidden="true">
      {on && <span />}
    </div>
  )
}
