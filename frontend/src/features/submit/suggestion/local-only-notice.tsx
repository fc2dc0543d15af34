/** Shown when a cloud is configured: tells that text may leave, and offers to keep it on premises. */

import { Icon } from '@/components/icons'
import { messages } from '@/i18n/messages'

type Props = { keep: boolean; onChange: (keep: boolean) => void }

export function LocalOnlyNotice({ keep, onChange }: Props) {
  const t = messages.triage
  return (
    <div className="local-only">
      <Icon name={keep ? 'lock' : 'cloud'} />
      <p id="local-only-text">{keep ? t.kept : t.cloudNotice}</p>
      <label>
        <input
          type="checkbox"
          checked={keep}
          aria-describedby="local-only-text"
          onChange={(event) => onChange(event.target.checked)}
        />
        {t.keep}
      </label>
    </div>
  )
}
