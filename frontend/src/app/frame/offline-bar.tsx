/** The bar shown while the server is unreachable: retries, and refetches when it is back. */

import { type Query, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import { probe, useReachability } from '@/api/reachability'
import { Icon } from '@/components/icons'
import { messages } from '@/i18n/messages'
import { keys } from '@/tickets/api/keys'
import './offline-bar.css'

const RETRY_MS = 5_000

export function OfflineBar() {
  const state = useReachability()
  const offline = state === 'offline'
  const client = useQueryClient()
  const retry = async () => {
    if ((await probe()) && offline) await client.invalidateQueries({ predicate: isRefetchable })
  }
  const onRetry = useEffectEvent(retry)

  useEffect(() => {
    if (state === 'online') return
    if (state === 'suspect') {
      void onRetry()
      return
    }
    const timer = setInterval(() => !document.hidden && onRetry(), RETRY_MS)
    const onOnline = () => void onRetry()
    window.addEventListener('online', onOnline)
    return () => {
      clearInterval(timer)
      window.removeEventListener('online', onOnline)
    }
  }, [state])

  return (
    <div role="status">
      {offline && (
        <div className="offline-bar">
          <Icon name="alert" />
          <p>
            <strong>{messages.app.offlineTitle}</strong> {messages.app.offlineText}
          </p>
          <button type="button" className="button small" onClick={() => void retry()}>
            {messages.app.tryAgain}
          </button>
        </div>
      )}
    </div>
  )
}

/** All but a list that is shown: its rows would move, and polling brings it up to date. */
function isRefetchable({ queryKey, state }: Query): boolean {
  return queryKey[1] !== keys.lists[1] || state.data === undefined
}
