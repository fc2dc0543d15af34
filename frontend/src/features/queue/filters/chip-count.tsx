/** The count on a filter chip; its space is reserved, so that nothing moves when it arrives. */

import { formatNumber } from '@/i18n/intl'

export function ChipCount({ count }: { count: number | undefined }) {
  return (
    <span className="chip-count" aria-hidden="true">
      {count === undefined ? '' : compactCount(count)}
    </span>
  )
}

/** At most four characters: 999, 1.2k, 12k, 1.2M. The chip's title has the full number. */
export function compactCount(count: number): string {
  if (count < 1_000) return formatNumber(count)
  const [unit, sign] = count < 999_500 ? [1_000, 'k'] : [1_000_000, 'M']
  const shown = count / unit
  return formatNumber(shown, { maximumFractionDigits: shown < 9.95 ? 1 : 0 }) + sign
}
