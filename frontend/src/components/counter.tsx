/** Characters used of a limit: always to be seen, spoken only when it becomes tight. */

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
        {count >= spokenFrom ? spoken(limit - count) : ''}
      </span>
    </>
  )
}

function spoken(left: number): string {
  return left >= 0
    ? messages.submit.nearLimit({ left })
    : messages.submit.overLimit({ over: -left })
}
