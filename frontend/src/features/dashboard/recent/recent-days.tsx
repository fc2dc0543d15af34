/** The figures of the last days: new tickets, their statuses, and the quality of suggestions. */

import { useQuery } from '@tanstack/react-query'
import type { Insights } from '@/api/types'
import { ErrorBanner, ErrorState } from '@/components/notice'
import { messages } from '@/i18n/messages'
import { STATUSES } from '@/tickets/labels'
import { StatusIcon } from '@/tickets/property/status-icon'
import { Breakdown } from '../breakdown'
import { queueLink } from '../queue-link'
import { DaysSwitch } from './days-switch'
import { insightsQuery } from './insights-query'
import { OpenAge } from './open-age'
import { PerDay } from './per-day'
import { SourceCard } from './source-card'
import { useDays } from './use-days'

export function RecentDays() {
  const [days, setDays] = useDays()
  const insights = useQuery(insightsQuery(days))
  const t = messages.dashboard
  const retry = { onRetry: () => insights.refetch(), busy: insights.isFetching }
  return (
    <section className="recent" aria-labelledby="recent-title" aria-busy={insights.isFetching}>
      <header className="recent-head">
        <h2 id="recent-title">{t.recent}</h2>
        <DaysSwitch days={days} onChange={setDays} />
      </header>
      {insights.isPending && <Skeleton />}
      {insights.isError && !insights.data && (
        <ErrorState title={t.failedTitle} error={insights.error} {...retry} />
      )}
      {insights.isError && insights.data && (
        <ErrorBanner title={t.refreshFailed} error={insights.error} {...retry} />
      )}
      {insights.data && <Figures insights={insights.data} />}
    </section>
  )
}

function Skeleton() {
  return (
    <div className="figures" role="status" aria-label={messages.dashboard.loading}>
      <span className="bone bone-chart" />
      <span className="bone bone-table" />
      <span className="bone bone-table" />
    </div>
  )
}

function Figures({ insights }: { insights: Insights }) {
  const t = messages.dashboard
  const from = insights.created_from
  return (
    <div className="figures">
      <PerDay insights={insights} />
      <Breakdown
        caption={t.byStatus}
        heading={messages.labels.field.status}
        rows={STATUSES.map((it) => ({
          key: it,
          name: (
            <span className="status-name">
              <StatusIcon status={it} />
              {messages.labels.status[it]}
            </span>
          ),
          count: insights.status_breakdown[it],
          to: queueLink({ status: [it], from }),
        }))}
      />
      <OpenAge ages={insights.open_age} />
      <section className="quality" aria-labelledby="quality-title">
        <h3 id="quality-title">{t.quality}</h3>
        <p className="soft">{t.qualityHint}</p>
        <div className="source-cards">
          {insights.sources.map((it) => (
            <SourceCard key={it.source} quality={it} from={from} />
          ))}
        </div>
      </section>
    </div>
  )
}
