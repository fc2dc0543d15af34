/** The text of the header's triage badge, long and short. */

import type { TriageStatus } from '@/api/types'
import { messages } from '@/i18n/messages'
import { stateOf } from '@/tickets/triage-status'

export type Badge = { tone: 'good' | 'wait' | 'plain'; text: string; short: string }

export function badgeOf(status: TriageStatus | undefined): Badge {
  const t = messages.triage.badge
  const plain = (text: string, short = text): Badge => ({ tone: 'plain', text, short })
  if (!status) return plain(t.unknown)
  const never = status.cloud === 'never'
  const cloud = status.cloud === 'standby' && stateOf(status, 'openai') === 'ready'
  switch (stateOf(status, 'ollama')) {
    case 'ready': {
      const text = never ? t.readyNever : cloud ? t.readyCloud : t.ready
      return { tone: 'good', text, short: t.readyShort }
    }
    case 'warming': {
      const text = never ? t.warmingNever : cloud ? t.warmingCloud : t.warming
      return { tone: 'wait', text, short: t.warmingShort }
    }
    default:
      // A local model that is slow or paused does not let the cloud answer, even where there is one.
      return status.cloud === 'answering' ? plain(t.cloudAnswers) : withoutModel(status)
  }
}

function withoutModel(status: TriageStatus): Badge {
  const t = messages.triage.badge
  const never = status.cloud === 'never'
  switch (stateOf(status, 'classifier')) {
    case 'ready': {
      const text = never ? t.meaningNever : t.meaning
      return { tone: 'good', text, short: t.meaningShort }
    }
    case 'warming': {
      const text = never ? t.startingNever : t.starting
      return { tone: 'wait', text, short: t.startingShort }
    }
    default:
      return { tone: 'plain', text: never ? t.keywordsNever : t.keywords, short: t.keywords }
  }
}
