/** The draft of an edit, kept in this tab. */

import { safeSessionStorage } from '@/lib/storage'
import type { Base, Text } from './text-merge'

export type EditDraft = { base: Base; text: Text }

const storageKey = (ticketId: number) => `quietdesk.edit.${ticketId}`

export function saveEditDraft(ticketId: number, draft: EditDraft): void {
  safeSessionStorage.setItem(storageKey(ticketId), JSON.stringify(draft))
}

export function clearEditDraft(ticketId: number): void {
  safeSessionStorage.removeItem(storageKey(ticketId))
}

/** Null for anything else that the storage may hold. */
export function readEditDraft(ticketId: number): EditDraft | null {
  try {
    const { base, text } = Object(
      JSON.parse(safeSessionStorage.getItem(storageKey(ticketId)) ?? '{}'),
    )
    const values = [base?.title, base?.description, text?.title, text?.description]
    if (values.some((it) => typeof it !== 'string') || !Number.isInteger(base.version)) return null
    return { base, text }
  } catch {
    return null
  }
}
