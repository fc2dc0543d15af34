/** The unresolved tickets by age. */

import type { Insights } from '@/api/types'
import { messages } from '@/i18n/messages'
import { Breakdown } from '../breakdown'
import { queueLink } from '../queue-link'

const UNRESOLVED = ['open', 'in_progress'] as const

type Age = Insights['open_age'][number]

export function OpenAge({ ages }: { ages: readonly Age[] }) {
  return (
    <Breakdown
      caption={messages.dashboard.openAge}
      heading={messages.dashboard.age}
      rows={ages.map((it) => ({
        key: `age-${it.days_from}`,
        name: ageName(it),
        count: it.tickets,
        to: queueLink({ status: UNRESOLVED, from: it.created_from, to: it.created_to }),
      }))}
    />
  )
}

function ageName({ days_from: from, days_to: to }: Age): string {
  const t = messages.dashboard
  if (to === null) return t.ageOver({ days: from - 1 })
  return to === 0 ? t.ageToday : t.ageRange({ from, to })
}
