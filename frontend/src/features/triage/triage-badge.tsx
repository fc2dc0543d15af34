/** The header's badge for the state of triage; it opens the details. */

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { lazyModule } from '@/components/lazy-module'
import { useChunkErrorToast } from '@/components/use-chunk-error-toast'
import { triageStatusQuery } from '@/tickets/triage-status'
import { badgeOf } from './badge-state'
import './triage.css'

const useTriageDialog = lazyModule(async () => (await import('./triage-dialog')).TriageDialog)

export function TriageBadge() {
  const { data } = useQuery(triageStatusQuery)
  const [open, setOpen] = useState(false)
  const dialog = useTriageDialog(open)
  const close = () => setOpen(false)
  useChunkErrorToast(dialog, { enabled: open, retry: () => setOpen(true), cancel: close })
  const badge = badgeOf(data)
  return (
    <>
      <button
        type="button"
        className={`triage-badge ${badge.tone}`}
        aria-label={badge.text}
        onClick={() => setOpen(true)}
      >
        <span className="triage-dot" />
        <span className="triage-text long">{badge.text}</span>
        <span className="triage-text short">{badge.short}</span>
      </button>
      {open && dialog.module && <dialog.module status={data} onClose={close} />}
    </>
  )
}
