/** Tickets per day, as a chart and as a table. */

import { useState } from 'react'
import { Link } from 'react-router'
import type { Insights } from '@/api/types'
import { messages } from '@/i18n/messages'
import { formatCount } from '../number-format'
import { queueLink } from '../queue-link'
import { DayBars } from './day-bars'
import { type DayCount, dayCounts } from './day-counts'

export function PerDay({ insights }: { insights: Insights }) {
  const t = messages.dashboard
  const days = dayCounts(insights)
  const first = days[0]
  const last = days.at(-1)
  const sum = days.reduce((total, it) => total + it.tickets, 0)
  const busiest = days.reduce<DayCount | undefined>(
    (most, it) => (most && most.tickets >= it.tickets ? most : it),
    undefined,
  )
  return (
    <section className="panel per-day" aria-labelledby="per-day-title">
      <header className="panel-head">
        <h3 id="per-day-title">{t.perDay}</h3>
        <p className="soft">
          <Link to={queueLink({ from: insights.created_from, to: last?.date ?? null })}>
            {t.perDaySum({ count: sum })}
          </Link>
          {busiest && busiest.tickets > 0 && (
            <span>{t.busiest({ day: busiest.name, count: busiest.tickets })}</span>
          )}
        </p>
      </header>
      <DayBars days={days} />
      <p className="day-ends soft" aria-hidden="true">
        <span>{first?.name}</span>
        <span>{last?.name}</span>
      </p>
      <DayTable days={days} />
    </section>
  )
}

function DayTable({ days }: { days: readonly DayCount[] }) {
  const t = messages.dashboard
  const [open, setOpen] = useState(false)
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t.asTable}</summary>
      {open && (
        <table className="day-table">
          <caption className="visually-hidden">{t.perDay}</caption>
          <thead>
            <tr>
              <th scope="col">{t.day}</th>
              <th scope="col">{t.tickets}</th>
            </tr>
          </thead>
          <tbody>
            {[...days].reverse().map(({ date, name, tickets }) => (
              <tr key={date}>
                <th scope="row">
                  <Link to={queueLink({ from: date, to: date })}>{name}</Link>
                </th>
                <td>{formatCount(tickets)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  )
}
