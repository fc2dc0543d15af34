/** The filter for the creation date as text. */

import { formatDate } from '@/i18n/intl'
import { messages } from '@/i18n/messages'
import type { Filters } from '@/tickets/filters'

export function createdRange({ created_from: from, created_to: to }: Filters): string | null {
  const t = messages.queue.created
  if (from !== '' && from === to) return t.on({ day: dayName(from) })
  if (from !== '' && to !== '') return t.between({ from: dayName(from), to: dayName(to) })
  if (from !== '') return t.since({ day: dayName(from) })
  if (to !== '') return t.until({ day: dayName(to) })
  return null
}

/** Days are in the server's time zone, so they are parsed and formatted as UTC. */
function dayName(day: string): string {
  const when = new Date(`${day}T00:00:00Z`)
  return formatDate(when, { dateStyle: 'medium', timeZone: 'UTC' })
}
