/** The days of the insights, with their localised names. */

import type { Insights } from '@/api/types'
import { formatDate } from '@/i18n/intl'

export type DayCount = { date: string; name: string; tickets: number }

export function dayCounts(insights: Insights): DayCount[] {
  return insights.tickets_per_day.map((it) => ({ ...it, name: dayName(it.date) }))
}

/** "Tue 24 Nov 2026". Days are in the server's time zone, so they are formatted as UTC. */
function dayName(day: string): string {
  return formatDate(new Date(`${day}T00:00:00Z`), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  })
}
