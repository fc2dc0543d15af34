/** A share with its 95 % confidence interval and its sample size. */

import { Link } from 'react-router'
import type { Share } from '@/api/types'
import { messages } from '@/i18n/messages'
import { formatPercent } from '../number-format'

type Props = { name: string; share: Share; to: string }

export function ShareLine({ name, share: { share, low, high, n }, to }: Props) {
  const t = messages.dashboard
  const known = share !== null && low !== null && high !== null
  return (
    <div>
      <dt>{known ? <Link to={to}>{name}</Link> : name}</dt>
      <dd>
        {known ? (
          <>
            <strong>{formatPercent(share, 1)}</strong>{' '}
            <span className="soft">{t.interval({ low, high, n })}</span>
          </>
        ) : (
          <span className="soft">{t.unknownYet}</span>
        )}
      </dd>
    </div>
  )
}
