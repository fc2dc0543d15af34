/** How sure a suggestion is, in words. */

import { messages } from '@/i18n/messages'

/** Nothing is entirely sure, whatever the arithmetic rounds to. */
const MOST = 0.99

/** "87% sure". */
export function confidenceText(confidence: number): string {
  return messages.triage.sure({ confidence: Math.min(MOST, confidence) })
}
