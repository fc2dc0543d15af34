/** Numbers as the dashboard writes them. */

const share = new Intl.NumberFormat('en-GB', { style: 'percent', maximumFractionDigits: 0 })
const plain = new Intl.NumberFormat('en-GB')

/** "38%"; "0%" of nothing. */
export function percent(part: number, whole: number): string {
  return share.format(whole === 0 ? 0 : part / whole)
}

export function grouped(count: number): string {
  return plain.format(count)
}
