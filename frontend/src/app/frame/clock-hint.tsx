/** Tells once, in a toast, that this computer's clock is wrong. */

import { useEffect, useEffectEvent } from 'react'
import { useToast } from '@/components/toasts'
import { messages } from '@/i18n/messages'
import { useClockIsWrong } from '@/lib/clock'

export function ClockHint() {
  const wrong = useClockIsWrong()
  const toast = useToast()
  const show = useEffectEvent(() =>
    toast.show({ key: 'clock', text: () => messages.app.clockIsWrong }),
  )
  useEffect(() => {
    if (wrong) show()
  }, [wrong])
  return null
}
