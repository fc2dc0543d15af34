/** The triage sources with state and model, and where text may go. */

import type { TriageStatus } from '@/api/types'
import { Dialog } from '@/components/dialog'
import { messages } from '@/i18n/messages'

type Props = { status: TriageStatus | undefined; onClose: () => void }

export function TriageDialog({ status, onClose }: Props) {
  const t = messages.triage
  return (
    <Dialog title={t.dialogTitle} onClose={onClose}>
      {status ? (
        <>
          <p className="soft">{aboutCloud(status)}</p>
          <ol className="triage-sources">
            {status.sources.map(({ source, state, model, place }) => (
              <li key={source}>
                <span>
                  <strong>{t.sources[source]}</strong>
                  {model && <span className="soft model-name">{model}</span>}
                  {place && state !== 'off' && (
                    <span className="soft model-place">{t.places[place]}</span>
                  )}
                </span>
                <span className={`triage-state ${state}`}>
                  <span className="triage-dot" />
                  {source === 'openai' && status.cloud === 'never' ? t.never : t.states[state]}
                </span>
              </li>
            ))}
          </ol>
        </>
      ) : (
        <p>{t.statusFailed}</p>
      )}
    </Dialog>
  )
}

function aboutCloud(status: TriageStatus): string {
  const t = messages.triage
  if (status.cloud === 'never') return t.dialogNever
  return status.cloud_configured ? t.dialogCloud : t.dialogLocal
}
