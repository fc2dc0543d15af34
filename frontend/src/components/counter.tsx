/** Characters used of a limit: always visible, read out only near the limit. */

import { messages } from '@/i18n/messages'

type Props = { count: number; limit: number; spokenFrom: number; shownFrom?: number }

export function Counter({ count, limit, spokenFrom, shownFrom = 0 }: Props) {
  return (
    <>
      {count >= shownFrom && (
        <span className={count > limit ? 'counter over' : 'counter'} aria-hidden="true">
          {messages.submit.counter({ count, limit })}
        </span>
      )}
      <span className="visually-hidden" role="status">
        {count >= spokenFrom ? announcement(limit - count) : ''}
      </span>
    </>
  )
}

function announcement(left: number): string {
  return left >= 0
    ? messages.submit.nearLimit({ left })
    : messages.submit.overLimit({ over: -left })
}
