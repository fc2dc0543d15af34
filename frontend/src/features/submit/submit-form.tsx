/** The form for a new ticket, which never waits for a suggestion and never loses what was typed. */

import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useLocation } from 'react-router'
import { LIMITS } from '@/api/limits'
import type { Question, Ticket } from '@/api/types'
import { words } from '@/i18n/messages'
import { firstOf } from '@/lib/code-points'
import { isSendKey } from '@/lib/send-key'
import { triageStatusQuery } from '@/tickets/triage-status'
import { ChoiceFields } from './choice-fields'
import { type Draft, forgetDraft, useDraft } from './draft'
import { Similar } from './similar-tickets'
import { Problems } from './submission/error-summary'
import { FIELDS, standingErrors, useSubmission } from './submission/use-submission'
import { Premises } from './suggestion/local-only-notice'
import { TriageLine } from './suggestion/suggestion-status'
import { useSuggestion } from './suggestion/use-suggestion'
import { TextFields } from './text-fields'
import './similar-tickets.css'
import './submit.css'

export function SubmitForm({ onFiled }: { onFiled: (ticket: Ticket) => void }) {
  const { draft, restored, change, clear } = useDraft()
  const cloud = useQuery(triageStatusQuery).data?.cloud_configured ?? false
  const untouched = !draft.chosen.category || !draft.chosen.priority
  const { settle, retry, ...triage } = useSuggestion(questionOf(draft, cloud), untouched)
  const { submit, refusal, sending } = useSubmission((ticket) => {
    forgetDraft()
    onFiled(ticket)
  })
  const summary = useFocusOnRefusal(refusal)
  useTitleFocus()
  const errors = refusal ? standingErrors(refusal, draft) : {}
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
        if (!isSendKey(event)) return
        event.preventDefault()
        event.currentTarget.requestSubmit()
      }}
    >
      {(general.length > 0 || Object.keys(errors).length > 0) && (
        <Problems ref={summary} errors={errors} general={general} />
      )}
      {restored && (
        <p className="restored">
          {words.submit.restored}
          <button type="button" className="button small" onClick={clear}>
            {words.submit.discard}
          </button>
        </p>
      )}
      <TextFields
        draft={draft}
        errors={errors}
        locked={sending}
        onChange={change}
        onLeave={settle}
      />
      {cloud && <Premises keep={draft.localOnly} onChange={(localOnly) => change({ localOnly })} />}
      <ChoiceFields
        chosen={draft.chosen}
        suggestion={triage.suggestion}
        errors={errors}
        onChange={(chosen) => change({ chosen })}
      />
      <TriageLine state={triage} onRetry={retry} />
      <Similar title={draft.title} />
      <div className="actions">
        <button type="submit" className="button primary" aria-disabled={sending}>
          {sending ? words.submit.sending : words.submit.send}
        </button>
        <span className="submit-hint soft">{words.submit.shortcut}</span>
      </div>
    </form>
  )
}

/** Text may go to a cloud only after the notice about it has been shown. */
function questionOf(draft: Draft, cloudNoticed: boolean): Question {
  return {
    title: firstOf(draft.title.trim(), LIMITS.ClassifyRequest.title.maxLength),
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

/** Whoever came by the keyboard shortcut wants to write, not to read the page. */
function useTitleFocus() {
  const { state } = useLocation()
  const wanted = state?.focus === 'title'
  useEffect(() => {
    if (wanted) document.getElementById('title')?.focus()
  }, [wanted])
}
