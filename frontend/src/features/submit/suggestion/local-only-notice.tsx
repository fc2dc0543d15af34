/** Shown when a cloud is configured: tells that text may leave, and offers to keep it on premises. */

import type { Place } from '@/api/types'
import { Icon } from '@/components/icons'
import { messages } from '@/i18n/messages'

/** `place`: where the classifier reads the text; null without one. */
type Props = { keep: boolean; place: Place | null; onChange: (keep: boolean) => void }

export function LocalOnlyNotice({ keep, place, onChange }: Props) {
  const t = messages.triage
  const kept = place ? t.keptMeaning({ place: t.places[place] }) : t.kept
  return (
    <div className="local-only">
      <Icon name={keep ? 'lock' : 'cloud'} />
      <p id="local-only-text">{keep ? kept : t.cloudNotice}</p>
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
