/** Which names a view may have. */

import { words } from '@/i18n/messages'
import { isBlank } from '@/lib/blank'
import { lengthOf } from '@/lib/code-points'
import { NAME_MAX } from './saved-views'

/** What is wrong with a name, as a sentence; null when nothing is. */
export function nameProblem(name: string, taken: readonly string[]): string | null {
  const says = words.queue.views
  const trimmed = name.trim()
  if (isBlank(trimmed)) return says.nameMissing
  if (lengthOf(trimmed) > NAME_MAX) return says.nameLong({ most: NAME_MAX })
  return taken.includes(trimmed) ? says.nameTaken : null
}
