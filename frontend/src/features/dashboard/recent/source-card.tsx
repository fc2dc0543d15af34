/** How one source's suggestions fared: what became of them, how sure that is, and how long they took. */

import { Link } from 'react-router'
import type { SourceQuality } from '@/api/types'
import { words } from '@/i18n/messages'
import { OUTCOMES, SUGGESTED_FIELDS } from '@/tickets/filters'
import { Breakdown } from '../breakdown'
import { duration } from '../number-format'
import { queueAddress } from '../queue-link'
import { ShareLine } from './share-line'

type Props = { quality: SourceQuality; from: string }

export function SourceCard({ quality, from }: Props) {
  const says = words.dashboard
  const { source, used, latency_ms: latency } = quality
  return (
    <section className="panel source-card" aria-labelledby={`source-${source}`}>
      <header className="panel-head">
        <h4 id={`source-${source}`}>{words.triage.sources[source]}</h4>
        {used > 0 && (
          <p className="soft">
            <Link to={queueAddress({ source, from })}>{says.used({ count: used })}</Link>
          </p>
        )}
      </header>
      {used === 0 ? (
        <p className="soft">{says.notUsed}</p>
      ) : (
        <>
          <Breakdown
            caption={says.outcomes}
            heading={says.outcome}
            rows={OUTCOMES.map((it) => ({
              key: it,
              name: says.outcomeNames[it],
              count: quality[it],
              to: queueAddress({ source, outcome: it, from }),
            }))}
          />
          <dl className="shares">
            <ShareLine
              name={says.keptShare}
              share={quality.kept_share}
              to={queueAddress({ source, outcome: 'kept', from })}
            />
            {SUGGESTED_FIELDS.map((field) => (
              <ShareLine
                key={field}
                name={says.fieldChanged[field]}
                share={quality.changed_by_field[field]}
                to={queueAddress({ source, changed: field, from })}
              />
            ))}
            {latency.p50 !== null && latency.p95 !== null && (
              <div>
                <dt>{says.latency}</dt>
                <dd>
                  {says.latencyLine({ half: duration(latency.p50), most: duration(latency.p95) })}
                </dd>
              </div>
            )}
          </dl>
        </>
      )}
    </section>
  )
}
