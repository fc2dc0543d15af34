/** A share with its 95 % interval and the number it was measured on: a share alone says too much. */

import { Link } from 'react-router'
import type { Share } from '@/api/types'
import { words } from '@/i18n/messages'
import { percent } from '../number-format'

type Props = { name: string; share: Share; to: string }

export function ShareLine({ name, share: { share, low, high, n }, to }: Props) {
  const says = words.dashboard
  const known = share !== null && low !== null && high !== null
  return (
    <div>
      <dt>{known ? <Link to={to}>{name}</Link> : name}</dt>
      <dd>
        {known ? (
          <>
            <strong>{percent(share, 1)}</strong>{' '}
            <span className="soft">{says.interval({ low, high, n })}</span>
          </>
        ) : (
          <span className="soft">{says.unknownYet}</span>
        )}
      </dd>
    </div>
  )
}
