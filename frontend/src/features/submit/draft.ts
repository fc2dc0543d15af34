/** The draft of a ticket, kept in this tab until it is submitted. */

import { useEffect, useState } from 'react'
import { useLeaveWarning } from '@/lib/leave-warning'
import { safeSessionStorage } from '@/lib/storage'
import { CATEGORIES, PRIORITIES } from '@/tickets/labels'
import type { Choices } from './suggestion/choices'

export type Draft = {
  title: string
  description: string
  requester: string
  localOnly: boolean
  chosen: Choices
}

const KEY = 'quietdesk.draft'
export const BLANK: Draft = {
  title: '',
  description: '',
  requester: '',
  localOnly: false,
  chosen: {},
}

export function useDraft() {
  const [draft, setDraft] = useState(readDraft)
  const [restored, setRestored] = useState(() => hasText(draft))
  useEffect(() => saveDraft(draft), [draft])
  useLeaveWarning(hasText(draft))
  return {
    draft,
    restored,
    change: (changes: Partial<Draft>) => setDraft((before) => ({ ...before, ...changes })),
    clear: () => {
      setDraft(BLANK)
      setRestored(false)
    },
  }
}

/** Not left to the effect: after a submission the form unmounts before its effects run. */
export function clearDraft(): void {
  safeSessionStorage.removeItem(KEY)
}

function hasText({ title, description, requester }: Draft): boolean {
  return `${title}${description}${requester}`.trim() !== ''
}

function saveDraft(draft: Draft): void {
  if (hasText(draft)) safeSessionStorage.setItem(KEY, JSON.stringify(draft))
  else clearDraft()
}

/** Returns a valid draft, whatever the storage holds. */
function readDraft(): Draft {
  let data: Record<string, unknown>
  try {
    data = Object(JSON.parse(safeSessionStorage.getItem(KEY) ?? '{}'))
  } catch {
    return BLANK
  }
  const chosen = Object(data.chosen)
  const category = CATEGORIES.find((it) => it === chosen.category)
  const priority = PRIORITIES.find((it) => it === chosen.priority)
  return {
    title: text(data.title),
    description: text(data.description),
    requester: text(data.requester),
    localOnly: data.localOnly === true,
    chosen: { ...(category && { category }), ...(priority && { priority }) },
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
