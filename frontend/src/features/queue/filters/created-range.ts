/** The range of days in which tickets were created, in words. */

import { date } from '@/i18n/intl'
import { words } from '@/i18n/messages'
import type { Filters } from '@/tickets/filters'

export function createdWords({ created_from: from, created_to: to }: Filters): string | null {
  const says = words.queue.created
  if (from !== '' && from === to) return says.on({ day: dayWords(from) })
  if (from !== '' && to !== '') return says.between({ from: dayWords(from), to: dayWords(to) })
  if (from !== '') return says.since({ day: dayWords(from) })
  if (to !== '') return says.until({ day: dayWords(to) })
  return null
}

/** A day of the desk's calendar, whatever the reader's time zone: read and written as UTC. */
function dayWords(day: string): string {
  const when = new Date(`${day}T00:00:00Z`)
  return date(when, { dateStyle: 'medium', timeZone: 'UTC' })
}
