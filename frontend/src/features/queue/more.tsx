/** The end of the list: loads by itself when it comes near, and on the button for those who ask. */

import { type RefObject, useEffect, useEffectEvent, useRef } from 'react'
import { FailureLine } from '@/components/notice'
import { words } from '@/lib/words'

type Props = {
  count: number
  more: boolean
  loading: boolean
  error: unknown
  onMore: () => void
}

/** Beyond this many rows a list loads on request only: endless rows make a slow page. */
const AUTO_LIMIT = 500

export function More({ count, more, loading, error, onMore }: Props) {
  const sentinel = useRef<HTMLDivElement>(null)
  const auto = more && !loading && !error && count < AUTO_LIMIT
  useNear(sentinel, auto, onMore)

  if (error) {
    return (
      <FailureLine title={words.queue.moreFailed} error={error} onRetry={onMore} busy={loading} />
    )
  }
  if (!more) return <p className="list-end soft">{words.queue.end}</p>
  return (
    <div className="list-end">
      <div className="sentinel" ref={sentinel} aria-hidden="true" />
      <button type="button" className="button" aria-disabled={loading} onClick={onMore}>
        {loading ? words.queue.loadingMore : words.queue.loadMore}
      </button>
    </div>
  )
}

function useNear(target: RefObject<HTMLElement | null>, on: boolean, onNear: () => void) {
  const near = useEffectEvent(onNear)
  useEffect(() => {
    if (!on || !target.current || !('IntersectionObserver' in globalThis)) return
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && near())
    observer.observe(target.current)
    return () => observer.disconnect()
  }, [on, target])
}
