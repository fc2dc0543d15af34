/** Numbers as the dashboard writes them. */

import { LOCALE } from '@/lib/words'

const share = new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 0 })
const decimal = new Intl.NumberFormat(LOCALE, {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
})
const plain = new Intl.NumberFormat(LOCALE)

/** "38%"; "0%" of nothing. */
export function percent(part: number, whole: number): string {
  return share.format(whole === 0 ? 0 : part / whole)
}

/** "1.5": one decimal, also for whole numbers. */
export function oneDecimal(value: number): string {
  return decimal.format(value)
}

export function grouped(count: number): string {
  return plain.format(count)
}
