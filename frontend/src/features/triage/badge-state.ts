/** What the header says about triage in one line, and where there is little room. */

import type { TriageStatus } from '@/api/types'
import { words } from '@/i18n/messages'
import { stateOf } from '@/tickets/triage-status'

export type Badge = { tone: 'good' | 'wait' | 'plain'; text: string; short: string }

export function badgeOf(status: TriageStatus | undefined): Badge {
  const says = words.triage.badge
  const plain = (text: string): Badge => ({ tone: 'plain', text, short: text })
  if (!status) return plain(says.unknown)
  const cloud = status.cloud_configured && stateOf(status, 'openai') === 'ready'
  switch (stateOf(status, 'ollama')) {
    case 'ready':
      return { tone: 'good', text: cloud ? says.readyCloud : says.ready, short: says.readyShort }
    case 'warming':
      return {
        tone: 'wait',
        text: cloud ? says.warmingCloud : says.warming,
        short: says.warmingShort,
      }
    default:
      return plain(cloud ? says.cloudAnswers : says.keywords)
  }
}
