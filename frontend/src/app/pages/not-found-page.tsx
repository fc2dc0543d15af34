/** What an address that leads nowhere shows. */

import { Link } from 'react-router'
import { usePageTitle } from '@/components/page-title'
import { words } from '@/i18n/messages'

export function NotFoundPage() {
  usePageTitle(words.app.notFoundTitle)
  return (
    <div className="page notice">
      <h1>{words.app.notFoundTitle}</h1>
      <p>{words.app.notFoundText}</p>
      <Link className="button" to="/">
        {words.app.toQueue}
      </Link>
    </div>
  )
}
