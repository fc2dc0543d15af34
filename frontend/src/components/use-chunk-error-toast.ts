/** Shows a toast with Retry when lazily loaded code fails. */

import { useEffect } from 'react'
import { messages } from '@/i18n/messages'
import type { LazyModule } from './lazy-module'
import { useToast } from './toasts'

type Options = {
  /** Whether somebody waits for the code; if not, no toast is shown. */
  enabled: boolean
  /** What the click did, and what undoes it, so that the button works again. */
  retry: () => void
  cancel: () => void
  text?: () => string
}

export function useChunkErrorToast({ failed }: LazyModule<unknown>, options: Options): void {
  const { enabled, retry, cancel, text = () => messages.app.chunkFailed } = options
  const toast = useToast()
  const failedWhileEnabled = enabled && failed
  // biome-ignore lint/correctness/useExhaustiveDependencies: shown for each failure, not for each render
  useEffect(() => {
    if (!failedWhileEnabled) return
    cancel()
    const action = { label: () => messages.app.tryAgain, run: retry }
    toast.show({ key: 'part', tone: 'bad', text, action })
  }, [failedWhileEnabled])
}
