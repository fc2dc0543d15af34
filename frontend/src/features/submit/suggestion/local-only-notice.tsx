/** With a cloud configured: says that text may leave, before it does, and offers to keep it here. */

import { Icon } from '@/components/icons'
import { words } from '@/i18n/messages'

type Props = { keep: boolean; onChange: (keep: boolean) => void }

export function Premises({ keep, onChange }: Props) {
  const says = words.triage
  return (
    <div className="premises">
      <Icon name={keep ? 'lock' : 'cloud'} />
      <p id="premises-text">{keep ? says.kept : says.cloudNotice}</p>
      <label>
        <input
          type="checkbox"
          checked={keep}
          aria-describedby="premises-text"
          onChange={(event) => onChange(event.target.checked)}
        />
        {says.keep}
      </label>
    </div>
  )
}
