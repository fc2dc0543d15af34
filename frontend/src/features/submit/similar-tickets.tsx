/** Possible duplicates, offered beside the form where there is room and at its end where there is none: never in the way. */

import { Link } from 'react-router'
import { RelativeTime } from '@/components/relative-time'
import { words } from '@/i18n/messages'
import { StatusShape } from '@/tickets/property/status-icon'
import { useSimilar } from './use-similar-tickets'

export function Similar({ title }: { title: string }) {
  const tickets = useSimilar(title)
  const says = words.submit
  return (
    <>
      <span className="visually-hidden" role="status">
        {tickets.length > 0 && says.similarFound({ count: tickets.length })}
      </span>
      {tickets.length > 0 && (
        <aside className="similar" aria-labelledby="similar-title">
          <h2 id="similar-title">{says.similarTitle}</h2>
          <p className="soft">{says.similarHint}</p>
          <ul>
            {tickets.map(({ id, title: name, status, created_at }) => (
              <li key={id}>
                <Link to={`/tickets/${id}`} dir="auto">
                  {name}
                </Link>
                <span className="soft">
                  <StatusShape status={status} />
                  {words.labels.status[status]} · <RelativeTime iso={created_at} />
                </span>
              </li>
            ))}
          </ul>
        </aside>
      )}
    </>
  )
}
