/** The text of the header's triage badge, long and short. */

import type { TriageStatus } from '@/api/types'
import { messages } from '@/i18n/messages'
import { stateOf } from '@/tickets/triage-status'

export type Badge = { tone: 'good' | 'wait' | 'plain'; text: string; short: string }

export function badgeOf(status: TriageStatus | undefined): Badge {
  const t = messages.triage.badge
  const plain = (text: string): Badge => ({ tone: 'plain', text, short: text })
  if (!status) return plain(t.unknown)
  const cloud = status.cloud_configured && stateOf(status, 'openai') === 'ready'
  switch (stateOf(status, 'ollama')) {
    case 'ready':
      return { tone: 'good', text: cloud ? t.readyCloud : t.ready, short: t.readyShort }
    case 'warming':
      return {
        tone: 'wait',
        text: cloud ? t.warmingCloud : t.warming,
        short: t.warmingShort,
      }
    default:
      return plain(cloud ? t.cloudAnswers : t.keywords)
  }
}
