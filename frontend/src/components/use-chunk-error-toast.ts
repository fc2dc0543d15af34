/** Says of a part that was asked for by a press, and could not be fetched, that it is not coming, and offers to try again. */

import { useEffect } from 'react'
import { messages } from '@/i18n/messages'
import type { LazyModule } from './lazy-module'
import { useToast } from './toasts'

type Asked = {
  /** Somebody waits for it just now; without that nobody need hear of it. */
  wanted: boolean
  /** What the press did, and what takes it back, so that it can be pressed again. */
  retry: () => void
  cancel: () => void
  text?: () => string
}

export function useChunkErrorToast({ failed }: LazyModule<unknown>, asked: Asked): void {
  const { wanted, retry, cancel, text = () => messages.app.partFailed } = asked
  const toast = useToast()
  const told = wanted && failed
  // biome-ignore lint/correctness/useExhaustiveDependencies: told each time that it fails, and not for each render
  useEffect(() => {
    if (!told) return
    cancel()
    const action = { label: () => messages.app.tryAgain, run: retry }
    toast.show({ key: 'part', tone: 'bad', text, action })
  }, [told])
}
