/** The confidence of a suggestion as text. */

import { messages } from '@/i18n/messages'

/** Never 100%, whatever the number rounds to. */
const MAX_CONFIDENCE = 0.99

/** "87% sure". */
export function confidenceText(confidence: number): string {
  return messages.triage.sure({ confidence: Math.min(MAX_CONFIDENCE, confidence) })
}
