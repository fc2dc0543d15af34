/** Shown while a page's code loads. */

import { messages } from '@/i18n/messages'

export function PageLoading() {
  return (
    <div className="page" role="status" aria-label={messages.app.loading}>
      <span className="bone bone-title" />
      <span className="bone bone-block" />
    </div>
  )
}
