/** The state of the suggestion, and what the text reads like, in a place of constant height. */

import type { Place, Suggestion } from '@/api/types'
import { formatList } from '@/i18n/intl'
import { messages } from '@/i18n/messages'
import { ReadsLike } from './reads-like'
import type { SuggesterState } from './suggester'
import { useElapsedSeconds } from './use-elapsed-seconds'
import { soonReady } from './use-retry-when-ready'

/** `place`: where the classifier reads the text; null without one. */
type Props = { state: SuggesterState; place: Place | null; onRetry: () => void }

/** From this response time on the duration is shown. */
const SLOW_MS = 2_000
const SLOW_S = SLOW_MS / 1000

export function SuggestionStatus({ state, place, onRetry }: Props) {
  const { suggestion, current, pending, failed } = state
  const t = messages.triage
  const seconds = useElapsedSeconds(pending)
  const text = () => {
    if (pending && seconds >= SLOW_S) return t.askingFor({ seconds })
    if (pending) return suggestion ? t.renewing : t.asking
    if (failed) return t.failed
    if (!suggestion) return t.waiting
    if (current && soonReady(suggestion)) return whileWaiting(suggestion)
    if (Object.keys(suggestion.redacted).length > 0) return redacted(suggestion.redacted)
    if (suggestion.elapsed_ms >= SLOW_MS) return t.took({ seconds: suggestion.elapsed_ms / 1000 })
    return ''
  }
  return (
    <div className={place ? 'triage-line examples' : 'triage-line'}>
      {place && suggestion?.source === 'classifier' && (
        <ReadsLike suggestion={suggestion} place={place} />
      )}
      <p className={pending ? 'soft busy' : 'soft'}>{text()}</p>
      {failed && !pending && (
        <button type="button" className="button small" onClick={onRetry}>
          {t.retry}
        </button>
      )}
      <Announcement state={state} />
    </div>
  )
}

/** Who answers until the source that is waited for is ready. */
function whileWaiting(suggestion: Suggestion): string {
  const t = messages.triage
  const awaited = soonReady(suggestion)
  const by = { source: messages.labels.source[suggestion.source] }
  if (awaited?.source === 'classifier') return t.comparing(by)
  return awaited?.reason === 'busy' ? t.busy(by) : t.warming(by)
}

/** A live region that announces each new suggestion once. */
function Announcement({ state: { suggestion, failed } }: { state: SuggesterState }) {
  const { labels, triage } = messages
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
  const t = messages.triage
  const kinds: Record<string, (values: { count: number }) => string> = t.redactedKinds
  const named = ([kind, count]: [string, number]) =>
    kinds[kind]?.({ count }) ?? t.redactedOther({ count, kind })
  return t.redacted({ kinds: formatList(Object.entries(counts).map(named)) })
}
