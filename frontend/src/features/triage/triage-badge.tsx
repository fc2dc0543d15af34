/** The header's badge for the state of triage; it opens the details. */

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { triageStatusQuery } from '@/tickets/triage-status'
import { badgeOf } from './badge-state'
import { TriageDialog } from './triage-dialog'
import './triage.css'

export function TriageBadge() {
  const { data } = useQuery(triageStatusQuery)
  const [open, setOpen] = useState(false)
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
      {open && <TriageDialog status={data} onClose={() => setOpen(false)} />}
    </>
  )
}
