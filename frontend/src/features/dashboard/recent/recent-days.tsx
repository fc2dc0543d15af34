/** The figures of the last days: how many tickets came, how they stand, and how triage fared. */

import { useQuery } from '@tanstack/react-query'
import type { Insights } from '@/api/types'
import { Failure, FailureLine } from '@/components/notice'
import { words } from '@/i18n/messages'
import { STATUSES } from '@/tickets/labels'
import { StatusShape } from '@/tickets/property/status-icon'
import { Breakdown } from '../breakdown'
import { queueAddress } from '../queue-link'
import { DaysSwitch } from './days-switch'
import { insightsQuery } from './insights-query'
import { OpenAge } from './open-age'
import { PerDay } from './per-day'
import { SourceCard } from './source-card'
import { useDays } from './use-days'

export function RecentDays() {
  const [days, setDays] = useDays()
  const insights = useQuery(insightsQuery(days))
  const says = words.dashboard
  const retry = { onRetry: () => insights.refetch(), busy: insights.isFetching }
  return (
    <section className="recent" aria-labelledby="recent-title" aria-busy={insights.isFetching}>
      <header className="recent-head">
        <h2 id="recent-title">{says.recent}</h2>
        <DaysSwitch days={days} onChange={setDays} />
      </header>
      {insights.isPending && <Bones />}
      {insights.isError && !insights.data && (
        <Failure title={says.failedTitle} error={insights.error} {...retry} />
      )}
      {insights.isError && insights.data && (
        <FailureLine title={says.refreshFailed} error={insights.error} {...retry} />
      )}
      {insights.data && <Figures insights={insights.data} />}
    </section>
  )
}

function Bones() {
  return (
    <div className="figures" role="status" aria-label={words.dashboard.loading}>
      <span className="bone bone-chart" />
      <span className="bone bone-table" />
      <span className="bone bone-table" />
    </div>
  )
}

function Figures({ insights }: { insights: Insights }) {
  const says = words.dashboard
  const from = insights.created_from
  return (
    <div className="figures">
      <PerDay insights={insights} />
      <Breakdown
        caption={says.byStatus}
        heading={words.labels.field.status}
        rows={STATUSES.map((it) => ({
          key: it,
          name: (
            <span className="status-name">
              <StatusShape status={it} />
              {words.labels.status[it]}
            </span>
          ),
          count: insights.status_breakdown[it],
          to: queueAddress({ status: [it], from }),
        }))}
      />
      <OpenAge ages={insights.open_age} />
      <section className="quality" aria-labelledby="quality-title">
        <h3 id="quality-title">{says.quality}</h3>
        <p className="soft">{says.qualityHint}</p>
        <div className="source-cards">
          {insights.sources.map((it) => (
            <SourceCard key={it.source} quality={it} from={from} />
          ))}
        </div>
      </section>
    </div>
  )
}
