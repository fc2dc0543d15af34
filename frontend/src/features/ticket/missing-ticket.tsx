/** What an address with a number that no ticket has shows. */

import { Link } from 'react-router'
import { Empty } from '@/components/notice'
import { words } from '@/i18n/messages'

export function Missing({ id }: { id: string }) {
  return (
    <Empty as="h1" title={words.ticket.missingTitle} text={words.ticket.missingText({ id })}>
      <Link className="button" to="/">
        {words.app.toQueue}
      </Link>
    </Empty>
  )
}
