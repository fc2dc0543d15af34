/** Words about suggestions: who made them, how sure they are, and where text may go. */

import type { SourceState } from '@/lib/api-types'

const states: Record<SourceState, string> = {
  ready: 'Ready',
  warming: 'Warming up',
  model_missing: 'Model not installed',
  unreachable: 'Not reachable',
  paused: 'Paused after failures',
  off: 'Off',
}

/** Nothing is entirely sure, whatever the arithmetic rounds to. */
const asPercent = (confidence: number) => Math.min(99, Math.round(confidence * 100))

const redactedKinds: Record<string, (count: number) => string> = {
  email: (count) => (count === 1 ? '1 email address' : `${count} email addresses`),
  phone: (count) => (count === 1 ? '1 phone number' : `${count} phone numbers`),
  ip: (count) => (count === 1 ? '1 IP address' : `${count} IP addresses`),
  card: (count) => (count === 1 ? '1 card number' : `${count} card numbers`),
  iban: (count) => (count === 1 ? '1 bank account number' : `${count} bank account numbers`),
  secret: (count) => (count === 1 ? '1 key or password' : `${count} keys or passwords`),
}

const redactedKind = ([kind, count]: [string, number]) =>
  redactedKinds[kind]?.(count) ?? `${count} × ${kind}`

export const triage = {
  states,
  sources: { ollama: 'Local model', openai: 'OpenAI', keywords: 'Keywords' },
  badge: {
    ready: 'Local model ready',
    readyShort: 'Model ready',
    warming: 'Local model warming up',
    warmingShort: 'Model warming up',
    keywords: 'Keywords only',
    cloudAnswers: 'OpenAI answers',
    unknown: 'Triage',
    cloud: 'cloud fallback on',
  },
  sheetTitle: 'Who triages',
  sheetLocal: 'Asked in this order; the next answers when one cannot. No text leaves this network.',
  sheetCloud:
    'Asked in this order; the next answers when one cannot. Text goes to OpenAI only when the local model has failed or is off, and never for a ticket kept on premises.',
  statusFailed: 'The state of triage is not known just now.',

  byModel: 'Suggested by the local model',
  byCloud: 'Suggested by OpenAI',
  byKeywords: (reasons: readonly string[]) =>
    reasons.length > 0 ? `Suggested by keywords: ${reasons.join(', ')}` : 'Suggested by keywords',
  sure: (confidence: number) => `${asPercent(confidence)}% sure`,
  unsure: (value: string) => `Not sure: will be filed as ${value} unless you choose.`,
  matches: 'As suggested',
  use: (value: string) => `Use suggestion: ${value}`,

  waiting: 'Suggestions appear as you write.',
  asking: 'Reading your text…',
  renewing: 'Reading the new text…',
  took: (seconds: string) => `Answered in ${seconds} s`,
  redacted: (counts: Record<string, number>) =>
    `Blacked out before the text left: ${Object.entries(counts).map(redactedKind).join(', ')}.`,
  failed: 'No suggestion just now. Choose yourself, or submit as it is.',
  retry: 'Ask again',
  warming: 'The local model is warming up. Keywords stand in, and it will be asked again.',
  busy: 'The local model is busy. Keywords stand in, and it will be asked again.',
  arrived: (category: string, priority: string) => `Suggested: ${category}, priority ${priority}.`,

  cloudNotice:
    'If the local model cannot answer, this text may leave your network and go to OpenAI. Email addresses, phone and account numbers and keys are blacked out where they can be recognised.',
  keep: 'Keep on premises',
  kept: 'This text stays here. Only the local model and keywords read it.',
}
