/** A priority's icon, and the icon with its name: one to three bars, or a diamond for critical. */

import type { Priority } from '@/api/types'
import { messages } from '@/i18n/messages'

const BARS: Record<Exclude<Priority, 'critical'>, number> = { low: 1, medium: 2, high: 3 }

export function PriorityIcon({ priority }: { priority: Priority }) {
  return (
    <svg
      className={`priority-shape priority-${priority}`}
      viewBox="0 0 16 16"
      aria-hidden="true"
      focusable="false"
    >
      {priority === 'critical' ? <Diamond /> : <Bars filled={BARS[priority]} />}
    </svg>
  )
}

export function PriorityLabel({ priority }: { priority: Priority }) {
  return (
    <span className="priority-mark">
      <PriorityIcon priority={priority} />
      {messages.labels.priority[priority]}
    </span>
  )
}

function Diamond() {
  return (
    <>
      <path className="shape-fill" d="M8 .8 15.2 8 8 15.2.8 8z" />
      <path className="shape-cut" d="M8 4.6v4M8 11.2v.2" />
    </>
  )
}

function Bars({ filled }: { filled: number }) {
  return [0, 1, 2].map((bar) => (
    <rect
      key={bar}
      className={bar < filled ? 'shape-fill' : 'shape-rest'}
      x={1.5 + bar * 4.75}
      y={10 - bar * 4}
      width={3.5}
      height={4.5 + bar * 4}
      rx={1}
    />
  ))
}
