/** The suggestions of one source: outcomes, shares and response times. */

import { Link } from 'react-router'
import type { SourceQuality } from '@/api/types'
import { messages } from '@/i18n/messages'
import { OUTCOMES, SUGGESTED_FIELDS } from '@/tickets/filters'
import { Breakdown } from '../breakdown'
import { formatDuration } from '../number-format'
import { queueLink } from '../queue-link'
import { ShareLine } from './share-line'

type Props = { quality: SourceQuality; from: string }

export function SourceCard({ quality, from }: Props) {
  const t = messages.dashboard
  const { source, used, latency_ms: latency } = quality
  return (
    <section className="panel source-card" aria-labelledby={`source-${source}`}>
      <header className="panel-head">
        <h4 id={`source-${source}`}>{messages.triage.sources[source]}</h4>
        {used > 0 && (
          <p className="soft">
            <Link to={queueLink({ source, from })}>{t.used({ count: used })}</Link>
          </p>
        )}
      </header>
      {used === 0 ? (
        <p className="soft">{t.notUsed}</p>
      ) : (
        <>
          <Breakdown
            caption={t.outcomes}
            heading={t.outcome}
            rows={OUTCOMES.map((it) => ({
              key: it,
              name: t.outcomeNames[it],
              count: quality[it],
              to: queueLink({ source, outcome: it, from }),
            }))}
          />
          <dl className="shares">
            <ShareLine
              name={t.keptShare}
              share={quality.kept_share}
              to={queueLink({ source, outcome: 'kept', from })}
            />
            {SUGGESTED_FIELDS.map((field) => (
              <ShareLine
                key={field}
                name={t.fieldChanged[field]}
                share={quality.changed_by_field[field]}
                to={queueLink({ source, changed: field, from })}
              />
            ))}
            {latency.p50 !== null && latency.p95 !== null && (
              <div>
                <dt>{t.latency}</dt>
                <dd>
                  {t.latencyLine({
                    half: formatDuration(latency.p50),
                    most: formatDuration(latency.p95),
                  })}
                </dd>
              </div>
            )}
          </dl>
        </>
      )}
    </section>
  )
}
