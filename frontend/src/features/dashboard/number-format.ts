/** The dashboard's number formats. */

import { formatNumber } from '@/i18n/intl'

/** "38%"; "0%" when the whole is 0. */
export function formatPercent(part: number, whole: number): string {
  const share = whole === 0 ? 0 : part / whole
  return formatNumber(share, { style: 'percent', maximumFractionDigits: 0 })
}

/** "1.5": one decimal, also for whole numbers. */
export function formatDecimal(value: number): string {
  return formatNumber(value, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
}

export function formatCount(count: number): string {
  return formatNumber(count)
}

/** "420 ms" or "2.1 s"; at least 1 ms. */
export function formatDuration(ms: number): string {
  return ms < 1000
    ? `${formatNumber(Math.max(1, ms), { maximumFractionDigits: 0 })}\u00a0ms`
    : `${formatNumber(ms / 1000, { maximumFractionDigits: 1 })}\u00a0s`
}
