/** The form for a new ticket. It never waits for a suggestion, and keeps a draft. */

import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useLocation } from 'react-router'
import { LIMITS } from '@/api/limits'
import type { ClassifyRequest, Ticket } from '@/api/types'
import { lazyModule } from '@/components/lazy-module'
import { messages } from '@/i18n/messages'
import { firstCodePoints } from '@/lib/code-points'
import { isSubmitShortcut } from '@/lib/keyboard/submit-shortcut'
import { classifierPlace, triageStatusQuery } from '@/tickets/triage-status'
import { ChoiceFields } from './choice-fields'
import { clearDraft, type Draft, useDraft } from './draft'
import { ErrorSummary } from './submission/error-summary'
import { FIELDS, remainingErrors, useSubmission } from './submission/use-submission'
import { LocalOnlyNotice } from './suggestion/local-only-notice'
import { SuggestionStatus } from './suggestion/suggestion-status'
import { useSuggestion } from './suggestion/use-suggestion'
import { TextFields } from './text-fields'
import './similar-tickets.css'
import './submit.css'

// Optional: without it the form is complete, so a failure is no reason to reload the page.
const useSimilarTickets = lazyModule(
  async () => (await import('./similar-tickets')).SimilarTickets,
  () => {},
)

export function SubmitForm({ onCreated }: { onCreated: (ticket: Ticket) => void }) {
  const { draft, restored, change, clear } = useDraft()
  const status = useQuery(triageStatusQuery).data
  const cloud = status?.cloud_configured ?? false
  const place = classifierPlace(status)
  const similar = useSimilarTickets()
  const untouched = !draft.chosen.category || !draft.chosen.priority
  const { flush, retry, ...triage } = useSuggestion(classifyRequest(draft, cloud), untouched)
  const { submit, refusal, sending } = useSubmission((ticket) => {
    clearDraft()
    onCreated(ticket)
  })
  const summary = useFocusOnRefusal(refusal)
  useTitleFocus()
  const errors = refusal ? remainingErrors(refusal, draft) : {}
  const general = refusal?.general ?? []

  return (
    <form
      className="submit-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit(draft, triage.suggestion)
      }}
      onKeyDown={(event) => {
        if (!isSubmitShortcut(event)) return
        event.preventDefault()
        event.currentTarget.requestSubmit()
      }}
    >
      {(general.length > 0 || Object.keys(errors).length > 0) && (
        <ErrorSummary ref={summary} errors={errors} general={general} />
      )}
      {restored && (
        <p className="restored">
          {messages.submit.restored}
          <button type="button" className="button small" onClick={clear}>
            {messages.submit.discard}
          </button>
        </p>
      )}
      <TextFields
        draft={draft}
        errors={errors}
        locked={sending}
        onChange={change}
        onLeave={flush}
      />
      {cloud && (
        <LocalOnlyNotice
          keep={draft.localOnly}
          place={place}
          onChange={(localOnly) => change({ localOnly })}
        />
      )}
      <ChoiceFields
        chosen={draft.chosen}
        suggestion={triage.suggestion}
        errors={errors}
        onChange={(chosen) => change({ chosen })}
      />
      <SuggestionStatus state={triage} place={place} onRetry={retry} />
      {similar.module && <similar.module title={draft.title} />}
      <div className="actions">
        <button type="submit" className="button primary" aria-disabled={sending}>
          {sending ? messages.submit.sending : messages.submit.send}
        </button>
        <span className="submit-hint soft">{messages.submit.shortcut}</span>
      </div>
    </form>
  )
}

/** Text may leave for the cloud only after the notice about it was shown. */
function classifyRequest(draft: Draft, cloudNoticed: boolean): ClassifyRequest {
  return {
    title: firstCodePoints(draft.title.trim(), LIMITS.ClassifyRequest.title.maxLength),
    description: draft.description.trim(),
    local_only: draft.localOnly || !cloudNoticed,
  }
}

function useFocusOnRefusal(refusal: { errors: object } | null) {
  const summary = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!refusal) return
    const wrong = FIELDS.find((it) => it in refusal.errors)
    const target = wrong ? document.getElementById(wrong) : summary.current
    target?.focus()
  }, [refusal])
  return summary
}

/** After the shortcut "c" the title has the focus. */
function useTitleFocus() {
  const { state } = useLocation()
  const focused = state?.focus === 'title'
  useEffect(() => {
    if (focused) document.getElementById('title')?.focus()
  }, [focused])
}
