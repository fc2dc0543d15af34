/** The tickets of a list in the order in which they stand, and the one that the keyboard means. */

export function rowOrder(list: Element | null): number[] {
  const rows = list?.querySelectorAll<HTMLElement>('[data-ticket]') ?? []
  return [...rows].map((row) => Number(row.dataset.ticket))
}

/** The ticket whose row has the focus. */
export function focusedTicket(): number | null {
  const row = document.activeElement?.closest<HTMLElement>('[data-ticket]')
  return row ? Number(row.dataset.ticket) : null
}
