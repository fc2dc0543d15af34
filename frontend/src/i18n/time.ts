/** Relative and exact times. */

import { formatDate, formatRelativeTime } from './intl'

const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

/** "3 hr ago", "yesterday"; null for less than a minute. */
export function timeAgo(iso: string, now: number): string | null {
  // The server's clock may be a little ahead of the browser's: no ticket is from the future.
  const seconds = Math.max(0, (now - Date.parse(iso)) / 1000)
  const unit = UNITS.find(([, size]) => seconds >= size)
  return unit ? formatRelativeTime(-Math.floor(seconds / unit[1]), unit[0]) : null
}

/** "21 November 2026 at 03:22", in the reader's own time zone. */
export function exactTime(iso: string): string {
  return formatDate(new Date(iso), { dateStyle: 'long', timeStyle: 'short' })
}
