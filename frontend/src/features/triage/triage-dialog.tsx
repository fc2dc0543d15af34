/** Every triage source with its state and model, and where text may go. */

import type { TriageStatus } from '@/api/types'
import { Sheet } from '@/components/dialog'
import { words } from '@/i18n/messages'

type Props = { status: TriageStatus | undefined; onClose: () => void }

export function TriageSheet({ status, onClose }: Props) {
  const says = words.triage
  return (
    <Sheet title={says.sheetTitle} onClose={onClose}>
      {status ? (
        <>
          <p className="soft">{status.cloud_configured ? says.sheetCloud : says.sheetLocal}</p>
          <ol className="triage-sources">
            {status.sources.map(({ source, state, model }) => (
              <li key={source}>
                <span>
                  <strong>{says.sources[source]}</strong>
                  {model && <span className="soft model-name">{model}</span>}
                </span>
                <span className={`triage-state ${state}`}>
                  <span className="triage-dot" />
                  {says.states[state]}
                </span>
              </li>
            ))}
          </ol>
        </>
      ) : (
        <p>{says.statusFailed}</p>
      )}
    </Sheet>
  )
}
