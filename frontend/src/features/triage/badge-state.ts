/** What the header says about triage in one short line; `more` is left out where there is no room. */

import type { TriageStatus } from '@/lib/api-types'
import { stateOf } from '@/lib/triage-status'
import { words } from '@/lib/words'

export type Badge = { tone: 'good' | 'wait' | 'plain'; text: string; more: string }

export function badgeOf(status: TriageStatus | undefined): Badge {
  const says = words.triage.badge
  if (!status) return { tone: 'plain', text: says.unknown, more: '' }
  const cloud = status.cloud_configured && stateOf(status, 'openai') === 'ready'
  const more = cloud ? `, ${says.cloud}` : ''
  switch (stateOf(status, 'ollama')) {
    case 'ready':
      return { tone: 'good', text: says.ready, more }
    case 'warming':
      return { tone: 'wait', text: says.warming, more }
    default:
      return { tone: 'plain', text: cloud ? says.cloudAnswers : says.keywords, more: '' }
  }
}
