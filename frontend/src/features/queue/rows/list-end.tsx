/** The end of the list: loads more when it scrolls into view, or on its button. */

import { type RefObject, useEffect, useEffectEvent, useRef } from 'react'
import { ErrorBanner } from '@/components/notice'
import { messages } from '@/i18n/messages'

type Props = {
  count: number
  more: boolean
  /** The search reached its time limit before it had scanned every ticket. */
  limited: boolean
  loading: boolean
  error: unknown
  onMore: () => void
}

/** Beyond this many rows only the button loads more: long lists are slow. */
const AUTO_LOAD_LIMIT = 500

export function ListEnd({ count, more, limited, loading, error, onMore }: Props) {
  const sentinel = useRef<HTMLDivElement>(null)
  // A search that reached its time limit continues on request only.
  const auto = more && !limited && !loading && !error && count < AUTO_LOAD_LIMIT
  useInView(sentinel, auto, onMore)

  if (error) {
    return (
      <ErrorBanner
        title={messages.queue.moreFailed}
        error={error}
        onRetry={onMore}
        busy={loading}
      />
    )
  }
  if (limited) return <SearchLimited more={more} loading={loading} onMore={onMore} />
  if (!more) return <p className="list-end soft">{messages.queue.end}</p>
  return (
    <div className="list-end">
      <div className="sentinel" ref={sentinel} aria-hidden="true" />
      <button type="button" className="button" aria-disabled={loading} onClick={onMore}>
        {loading ? messages.queue.loadingMore : messages.queue.loadMore}
      </button>
    </div>
  )
}

function SearchLimited({ more, loading, onMore }: Pick<Props, 'more' | 'loading' | 'onMore'>) {
  const t = messages.queue
  return (
    <div className="notice limited" role="status">
      <h2>{t.limitedTitle}</h2>
      <p>{more ? t.limited : t.limitedEnd}</p>
      {more && (
        <button type="button" className="button" aria-disabled={loading} onClick={onMore}>
          {loading ? t.continuingSearch : t.continueSearch}
        </button>
      )}
    </div>
  )
}

function useInView(target: RefObject<HTMLElement | null>, on: boolean, onNear: () => void) {
  const near = useEffectEvent(onNear)
  useEffect(() => {
    if (!on || !target.current || !('IntersectionObserver' in globalThis)) return
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && near())
    observer.observe(target.current)
    return () => observer.disconnect()
  }, [on, target])
}
