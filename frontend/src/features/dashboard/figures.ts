/** Numbers as the dashboard writes them. */

import { number } from '@/lib/intl'

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

/** "420ms" or "2.1s", from milliseconds; nothing takes none at all. */
export function duration(ms: number): string {
  const style = { style: 'unit', unitDisplay: 'narrow' } as const
  return ms < 1000
    ? number(Math.max(1, ms), { ...style, unit: 'millisecond', maximumFractionDigits: 0 })
    : number(ms / 1000, { ...style, unit: 'second', maximumFractionDigits: 1 })
}
