/** A time as "3 hr ago", kept up to date, with the exact time on hover. */

import { messages } from '@/i18n/messages'
import { exactTime, timeAgo } from '@/i18n/time'
import { useNow } from '@/lib/clock'

export function RelativeTime({ iso }: { iso: string }) {
  const now = useNow()
  return (
    <time dateTime={iso} title={exactTime(iso)}>
      {timeAgo(iso, now) ?? messages.app.justNow}
    </time>
  )
}

/** The relative and the exact time, for pages with room for both. */
export function FullTime({ iso }: { iso: string }) {
  return (
    <span className="full-time">
      <RelativeTime iso={iso} /> <span className="soft nowrap">{exactTime(iso)}</span>
    </span>
  )
}
