/** An edit that is not saved yet, kept in this tab over reloads and detours. */

import { safeSessionStorage } from '@/lib/storage'
import type { Base, Text } from './text-merge'

export type EditDraft = { base: Base; text: Text }

const shelf = (ticketId: number) => `quietdesk.edit.${ticketId}`

export function saveEditDraft(ticketId: number, draft: EditDraft): void {
  safeSessionStorage.setItem(shelf(ticketId), JSON.stringify(draft))
}

export function clearEditDraft(ticketId: number): void {
  safeSessionStorage.removeItem(shelf(ticketId))
}

/** Null for whatever else storage may hold. */
export function readEditDraft(ticketId: number): EditDraft | null {
  try {
    const { base, text } = Object(JSON.parse(safeSessionStorage.getItem(shelf(ticketId)) ?? '{}'))
    const whole = [base?.title, base?.description, text?.title, text?.description]
    if (whole.some((it) => typeof it !== 'string') || !Number.isInteger(base.version)) return null
    return { base, text }
  } catch {
    return null
  }
}
