/** Numbers as the dashboard writes them. */

import { number } from '@/i18n/intl'

/** "38%"; "0%" of nothing. */
export function percent(part: number, whole: number): string {
  const share = whole === 0 ? 0 : part / whole
  return number(share, { style: 'percent', maximumFractionDigits: 0 })
}

/** "1.5": one decimal, also for whole numbers. */
export function oneDecimal(value: number): string {
  return number(value, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
}

export function grouped(count: number): string {
  return number(count)
}

/** "420 ms" or "2.1 s", from milliseconds; nothing takes none at all. */
export function duration(ms: number): string {
  return ms < 1000
    ? `${number(Math.max(1, ms), { maximumFractionDigits: 0 })}\u00a0ms`
    : `${number(ms / 1000, { maximumFractionDigits: 1 })}\u00a0s`
}
