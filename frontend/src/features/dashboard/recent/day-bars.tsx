/** A bar chart of tickets per day; screen readers get the table with the same numbers instead. */

import { Link } from 'react-router'
import { messages } from '@/i18n/messages'
import { queueLink } from '../queue-link'
import type { DayCount } from './day-counts'

/** In units of the viewBox. */
const STEP = 10
const GAP = 2
const HEIGHT = 100

export function DayBars({ days }: { days: readonly DayCount[] }) {
  const most = Math.max(1, ...days.map((it) => it.tickets))
  return (
    <svg
      className="day-bars"
      viewBox={`0 0 ${days.length * STEP} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      {days.map(({ date, name, tickets }, place) => {
        const height = (HEIGHT * tickets) / most
        return (
          // For pointers only; the table has the same links for the keyboard.
          <Link key={date} to={queueLink({ from: date, to: date })} tabIndex={-1}>
            <title>{messages.dashboard.dayCount({ day: name, count: tickets })}</title>
            <rect className="day-ground" x={place * STEP} width={STEP} height={HEIGHT} />
            <rect
              className="day-fill"
              x={place * STEP + GAP / 2}
              y={HEIGHT - height}
              width={STEP - GAP}
              height={height}
            />
          </Link>
        )
      })}
    </svg>
  )
}
