/** Possible duplicates, shown beside the form, or below it on narrow screens. */

import { Link } from 'react-router'
import { RelativeTime } from '@/components/relative-time'
import { messages } from '@/i18n/messages'
import { StatusIcon } from '@/tickets/property/status-icon'
import { useSimilarTickets } from './use-similar-tickets'

export function SimilarTickets({ title }: { title: string }) {
  const tickets = useSimilarTickets(title)
  const t = messages.submit
  return (
    <>
      <span className="visually-hidden" role="status">
        {tickets.length > 0 && t.similarFound({ count: tickets.length })}
      </span>
      {tickets.length > 0 && (
        <aside className="similar" aria-labelledby="similar-title">
          <h2 id="similar-title">{t.similarTitle}</h2>
          <p className="soft">{t.similarHint}</p>
          <ul>
            {tickets.map(({ id, title: name, status, created_at }) => (
              <li key={id}>
                <Link to={`/tickets/${id}`} dir="auto">
                  {name}
                </Link>
                <span className="soft">
                  <StatusIcon status={status} />
                  {messages.labels.status[status]} · <RelativeTime iso={created_at} />
                </span>
              </li>
            ))}
          </ul>
        </aside>
      )}
    </>
  )
}
