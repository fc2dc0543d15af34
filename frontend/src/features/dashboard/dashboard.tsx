/** The desk in figures; every one leads to the tickets it counts. */

import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { Stats } from '@/api/types'
import { Empty, Failure, FailureLine } from '@/components/notice'
import { words } from '@/i18n/messages'
import { CATEGORIES, PRIORITIES } from '@/tickets/labels'
import { PriorityMark } from '@/tickets/property/priority-icon'
import { Breakdown } from './breakdown'
import { grouped, oneDecimal, percent } from './number-format'
import { RecentDays } from './recent/recent-days'
import { statsQuery } from './stats-query'
import { Tiles } from './tiles'
import './dashboard.css'
import './recent/recent.css'

export function Dashboard() {
  const stats = useQuery(statsQuery)
  const says = words.dashboard

  if (stats.isPending) {
    return (
      <div className="figures" role="status" aria-label={says.loading}>
        <div className="tiles">
          <span className="bone" />
          <span className="bone" />
          <span className="bone" />
        </div>
        <span className="bone bone-table" />
        <span className="bone bone-table" />
      </div>
    )
  }
  if (!stats.data) {
    return (
      <Failure
        title={says.failedTitle}
        error={stats.error}
        onRetry={() => stats.refetch()}
        busy={stats.isFetching}
      />
    )
  }
  if (stats.data.total_tickets === 0) {
    return (
      <Empty title={says.noneTitle} text={says.noneText}>
        <Link className="button primary" to="/new">
          {words.app.newTicket}
        </Link>
      </Empty>
    )
  }
  return (
    <>
      {stats.isError && (
        <FailureLine
          title={says.refreshFailed}
          error={stats.error}
          onRetry={() => stats.refetch()}
          busy={stats.isFetching}
        />
      )}
      <Figures stats={stats.data} />
      <RecentDays />
    </>
  )
}

function Figures({ stats }: { stats: Stats }) {
  const says = words.dashboard
  return (
    <div className="figures">
      <Tiles
        tiles={[
          { name: says.total, value: grouped(stats.total_tickets), hint: says.totalHint, to: '/' },
          {
            name: says.open,
            value: grouped(stats.open_tickets),
            hint: says.openHint({ percent: percent(stats.open_tickets, stats.total_tickets) }),
            to: '/?status=open',
          },
          {
            name: says.average,
            value: oneDecimal(stats.avg_tickets_per_day),
            hint: says.averageHint,
            to: '/',
          },
        ]}
      />
      <Breakdown
        caption={says.byPriority}
        heading={says.priority}
        rows={PRIORITIES.map((it) => ({
          key: it,
          name: <PriorityMark priority={it} />,
          count: stats.priority_breakdown[it],
          to: `/?priority=${it}`,
        }))}
      />
      <Breakdown
        caption={says.byCategory}
        heading={says.category}
        rows={CATEGORIES.map((it) => ({
          key: it,
          name: words.labels.category[it],
          count: stats.category_breakdown[it],
          to: `/?category=${it}`,
        }))}
      />
    </div>
  )
}
