/** What triage is doing with the text, in one line whose place is kept so that nothing moves. */

import { list } from '@/i18n/intl'
import { words } from '@/i18n/messages'
import type { SuggesterState } from './suggester'
import { useElapsed } from './use-elapsed'
import { standInFor } from './use-retry-when-ready'

type Props = { state: SuggesterState; onRetry: () => void }

/** A model slower than this owes the reader a word about it. */
const SLOW_MS = 2_000
const SLOW_S = SLOW_MS / 1000

export function TriageLine({ state, onRetry }: Props) {
  const { suggestion, current, asking, failed } = state
  const says = words.triage
  const standIn = standInFor(suggestion)
  const seconds = useElapsed(asking)
  const text = () => {
    if (asking && seconds >= SLOW_S) return says.askingFor({ seconds })
    if (asking) return suggestion ? says.renewing : says.asking
    if (failed) return says.failed
    if (!suggestion) return says.waiting
    if (current && standIn) return says[standIn]
    if (Object.keys(suggestion.redacted).length > 0) return redacted(suggestion.redacted)
    if (suggestion.elapsed_ms >= SLOW_MS)
      return says.took({ seconds: suggestion.elapsed_ms / 1000 })
    return ''
  }
  return (
    <div className="triage-line">
      <p className={asking ? 'soft busy' : 'soft'}>{text()}</p>
      {failed && !asking && (
        <button type="button" className="button small" onClick={onRetry}>
          {says.retry}
        </button>
      )}
      <Announcement state={state} />
    </div>
  )
}

/** Spoken when it changes: once for each new suggestion. The region itself is there from the start. */
function Announcement({ state: { suggestion, failed } }: { state: SuggesterState }) {
  const { labels, triage } = words
  const arrived = suggestion
    ? triage.arrived({
        category: labels.category[suggestion.suggested_category],
        priority: labels.priority[suggestion.suggested_priority],
      })
    : ''
  return (
    <span className="visually-hidden" role="status">
      {failed ? triage.failed : arrived}
    </span>
  )
}

/** "Blacked out before the text left: 1 email address, 2 keys or passwords." */
function redacted(counts: Record<string, number>): string {
  const says = words.triage
  const kinds: Record<string, (values: { count: number }) => string> = says.redactedKinds
  const named = ([kind, count]: [string, number]) =>
    kinds[kind]?.({ count }) ?? says.redactedOther({ count, kind })
  return says.redacted({ kinds: list(Object.entries(counts).map(named)) })
}
