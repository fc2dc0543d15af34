/** The document's title, which follows the page and is the first thing a screen reader says of it; null leaves it. */

import { useEffect } from 'react'
import { messages } from '@/i18n/messages'

export function usePageTitle(title: string | null): void {
  useEffect(() => {
    if (title !== null) document.title = messages.app.pageTitle({ title })
  }, [title])
}
