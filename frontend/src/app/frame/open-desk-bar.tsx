/** The bar on every page of a desk that ACCESS=open has opened to everybody. It cannot be dismissed. */

import { queryOptions, useQuery } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import { Icon } from '@/components/icons'
import { messages } from '@/i18n/messages'
import './open-desk-bar.css'

const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => unwrap(api.GET('/api/me/', { signal })),
  // A restart may change it, and pages stay open for days.
  refetchInterval: 10 * 60_000,
})

export function OpenDeskBar() {
  const { data } = useQuery(meQuery)
  if (data?.access !== 'open') return null
  return (
    <aside className="open-desk-bar" aria-label={messages.app.openDeskLabel}>
      <Icon name="alert" />
      <p>{messages.app.openDesk}</p>
    </aside>
  )
}
