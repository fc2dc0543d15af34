/** Sets the document's title, the first thing a screen reader reads of a page; null leaves it as it is. */

import { useEffect } from 'react'
import { messages } from '@/i18n/messages'

export function usePageTitle(title: string | null): void {
  useEffect(() => {
    if (title !== null) document.title = messages.app.pageTitle({ title })
  }, [title])
}
