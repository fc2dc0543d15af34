/** The state of the suggestion, in one line of constant height. */

import { formatList } from '@/i18n/intl'
import { messages } from '@/i18n/messages'
import type { SuggesterState } from './suggester'
import { useElapsedSeconds } from './use-elapsed-seconds'
import { fallbackReason } from './use-retry-when-ready'

type Props = { state: SuggesterState; onRetry: () => void }

/** From this response time on the duration is shown. */
const SLOW_MS = 2_000
const SLOW_S = SLOW_MS / 1000

export function SuggestionStatus({ state, onRetry }: Props) {
  const { suggestion, current, pending, failed } = state
  const t = messages.triage
  const fallback = fallbackReason(suggestion)
  const seconds = useElapsedSeconds(pending)
  const text = () => {
    if (pending && seconds >= SLOW_S) return t.askingFor({ seconds })
    if (pending) return suggestion ? t.renewing : t.asking
    if (failed) return t.failed
    if (!suggestion) return t.waiting
    if (current && fallback) return t[fallback]
    if (Object.keys(suggestion.redacted).length > 0) return redacted(suggestion.redacted)
    if (suggestion.elapsed_ms >= SLOW_MS) return t.took({ seconds: suggestion.elapsed_ms / 1000 })
    return ''
  }
  return (
    <div className="triage-line">
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
