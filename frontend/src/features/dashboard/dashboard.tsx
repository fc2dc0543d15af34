/** The dashboard; every figure links to the tickets that it counts. */

import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { Stats } from '@/api/types'
import { EmptyState, ErrorBanner, ErrorState } from '@/components/notice'
import { messages } from '@/i18n/messages'
import { CATEGORIES, PRIORITIES } from '@/tickets/labels'
import { PriorityLabel } from '@/tickets/property/priority-icon'
import { Breakdown } from './breakdown'
import { formatCount, formatDecimal, formatPercent } from './number-format'
import { RecentDays } from './recent/recent-days'
import { statsQuery } from './stats-query'
import { Tiles } from './tiles'
import './dashboard.css'
import './recent/recent.css'

export function Dashboard() {
  const stats = useQuery(statsQuery)
  const t = messages.dashboard

  if (stats.isPending) {
    return (
      <div className="figures" role="status" aria-label={t.loading}>
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
      <ErrorState
        title={t.failedTitle}
        error={stats.error}
        onRetry={() => stats.refetch()}
        busy={stats.isFetching}
      />
    )
  }
  if (stats.data.total_tickets === 0) {
    return (
      <EmptyState title={t.noneTitle} text={t.noneText}>
        <Link className="button primary" to="/new">
          {messages.app.newTicket}
        </Link>
      </EmptyState>
    )
  }
  return (
    <>
      {stats.isError && (
        <ErrorBanner
          title={t.refreshFailed}
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
  const t = messages.dashboard
  return (
    <div className="figures">
      <Tiles
        tiles={[
          { name: t.total, value: formatCount(stats.total_tickets), hint: t.totalHint, to: '/' },
          {
            name: t.open,
            value: formatCount(stats.open_tickets),
            hint: t.openHint({ percent: formatPercent(stats.open_tickets, stats.total_tickets) }),
            to: '/?status=open',
          },
          {
            name: t.average,
            value: formatDecimal(stats.avg_tickets_per_day),
            hint: t.averageHint,
            to: '/',
          },
        ]}
      />
      <Breakdown
        caption={t.byPriority}
        heading={t.priority}
        rows={PRIORITIES.map((it) => ({
          key: it,
          name: <PriorityLabel priority={it} />,
          count: stats.priority_breakdown[it],
          to: `/?priority=${it}`,
        }))}
      />
      <Breakdown
        caption={t.byCategory}
        heading={t.category}
        rows={CATEGORIES.map((it) => ({
          key: it,
          name: messages.labels.category[it],
          count: stats.category_breakdown[it],
          to: `/?category=${it}`,
        }))}
      />
    </div>
  )
}
