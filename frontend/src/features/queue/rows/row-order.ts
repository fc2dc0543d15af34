/** The tickets of a list in the order of their rows, and the focused one. */

export function rowOrder(list: Element | null): number[] {
  const rows = list?.querySelectorAll<HTMLElement>('[data-ticket]') ?? []
  return [...rows].map((row) => Number(row.dataset.ticket))
}

/** The ticket of the focused row. */
export function focusedTicket(): number | null {
  const row = document.activeElement?.closest<HTMLElement>('[data-ticket]')
  return row ? Number(row.dataset.ticket) : null
}
