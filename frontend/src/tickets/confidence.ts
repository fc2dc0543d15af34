/** How sure a suggestion is, in words. */

import { words } from '@/i18n/messages'

/** Nothing is entirely sure, whatever the arithmetic rounds to. */
const MOST = 0.99

/** "87% sure". */
export function sureness(confidence: number): string {
  return words.triage.sure({ confidence: Math.min(MOST, confidence) })
}
