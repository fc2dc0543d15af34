/** A status's icon: an empty ring, a half-filled one, a tick, a disc. */

import type { Status } from '@/api/types'

export function StatusIcon({ status }: { status: Status }) {
  return (
    <svg className="status-shape" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {SHAPES[status]}
    </svg>
  )
}

const RING = <circle className="shape-line" cx="8" cy="8" r="5.5" />

const SHAPES: Record<Status, React.ReactNode> = {
  open: RING,
  in_progress: (
    <>
      {RING}
      <path className="shape-fill" d="M8 4.6a3.4 3.4 0 0 1 0 6.8z" />
    </>
  ),
  resolved: (
    <>
      {RING}
      <path className="shape-line" d="M5.4 8.2 7.3 10l3.4-3.8" />
    </>
  ),
  closed: (
    <>
      <circle className="shape-fill" cx="8" cy="8" r="6.2" />
      <path className="shape-cut" d="M5.2 8h5.6" />
    </>
  ),
}
