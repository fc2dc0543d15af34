/** The views that every desk has. */

import { words } from '@/i18n/messages'
import type { SavedView } from './saved-views'

export function builtInViews(): readonly SavedView[] {
  const { views } = words.queue
  return [
    { name: views.all, address: '' },
    { name: views.critical, address: 'status=open&status=in_progress&sort=priority' },
    { name: views.waiting, address: 'status=open&sort=oldest' },
  ]
}
