/** Says that the desk does not answer, keeps trying, and brings the pages up to date when it does again. */

import { type Query, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import { probe, useReachability } from '@/api/reachability'
import { Icon } from '@/components/icons'
import { messages } from '@/i18n/messages'
import { keys } from '@/tickets/api/keys'
import './offline-bar.css'

const EVERY_MS = 5_000

export function OfflineBar() {
  const state = useReachability()
  const silent = state === 'silent'
  const client = useQueryClient()
  const tryNow = async () => {
    if ((await probe()) && silent) await client.invalidateQueries({ predicate: mayBeReadAgain })
  }
  const ask = useEffectEvent(tryNow)

  useEffect(() => {
    if (state === 'answers') return
    if (state === 'doubted') {
      void ask()
      return
    }
    const timer = setInterval(() => !document.hidden && ask(), EVERY_MS)
    const now = () => void ask()
    window.addEventListener('online', now)
    return () => {
      clearInterval(timer)
      window.removeEventListener('online', now)
    }
  }, [state])

  return (
    <div role="status">
      {silent && (
        <div className="offline-bar">
          <Icon name="alert" />
          <p>
            <strong>{messages.app.offlineTitle}</strong> {messages.app.offlineText}
          </p>
          <button type="button" className="button small" onClick={() => void tryNow()}>
            {messages.app.tryAgain}
          </button>
        </div>
      )}
    </div>
  )
}

/** All but a list that is shown: its rows would move, and its news say what was missed. */
function mayBeReadAgain({ queryKey, state }: Query): boolean {
  return queryKey[1] !== keys.lists[1] || state.data === undefined
}
