/** What stays of a redacted text: that there was one, who redacted it, and when. */

import type { Redacted } from '@/api/types'
import { BidiText } from '@/components/bidi-text'
import { FullTime } from '@/components/relative-time'
import { actorName } from './event-message'

type Props = { redacted: Redacted; message: (parts: { by: string }) => string }

export function Tombstone({ redacted, message }: Props) {
  return (
    <p className="timeline-when">
      <span>
        <BidiText text={message({ by: actorName(redacted.by) })} />
      </span>{' '}
      <FullTime iso={redacted.at} />
    </p>
  )
}
