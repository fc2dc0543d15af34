/** Messages about suggestions: their source, their confidence, and where text may go. */

import type { Place, Source, SourceState } from '@/api/types'

export const triage = {
  states: {
    ready: 'Ready',
    warming: 'Warming up',
    model_missing: 'Model not installed',
    remote: 'Not asked: runs on another host',
    unreachable: 'Not reachable',
    reasoning_parser: 'Answers lost to the reasoning parser',
    paused: 'Paused after failures',
    off: 'Off',
  } satisfies Record<SourceState, string>,
  sources: {
    ollama: 'Local model',
    openai: 'OpenAI',
    classifier: 'Meaning',
    keywords: 'Keywords',
  } satisfies Record<Source, string>,
  badge: {
    ready: 'Local model ready',
    readyCloud: 'Local model ready, cloud fallback on',
    readyShort: 'Model ready',
    warming: 'Local model warming up',
    warmingCloud: 'Local model warming up, cloud fallback on',
    warmingShort: 'Model warming up',
    readyNever: 'Local model ready, cloud never asked',
    warmingNever: 'Local model warming up, cloud never asked',
    keywordsNever: 'Keywords only, cloud never asked',
    keywords: 'Keywords only',
    meaning: 'Suggestions by meaning',
    meaningNever: 'Suggestions by meaning, cloud never asked',
    meaningShort: 'By meaning',
    starting: 'Comparison by meaning is loading',
    startingNever: 'Comparison by meaning is loading, cloud never asked',
    startingShort: 'Loading',
    cloudAnswers: 'OpenAI answers',
    unknown: 'Triage',
  },
  dialogTitle: 'Triage sources',
  dialogLocal:
    'Asked in this order; the next answers when one cannot. No text leaves this network.',
  dialogCloud:
    'Asked in this order; the next answers when one cannot. Text goes to OpenAI only when the local model is off, not reachable, not installed or refuses, and never for a ticket kept on premises.',
  dialogNever:
    'Asked in this order; the next answers when one cannot. No text leaves this network: CLOUD=never keeps OpenAI out, whatever else is set.',
  never: 'Never asked',
  statusFailed: 'The triage status is not available right now.',

  byModel: 'Suggested by the local model',
  byCloud: 'Suggested by OpenAI',
  byMeaning: 'Suggested by meaning',
  readsLike: 'Reads like “{example}”.',
  readsLikeTwo: 'Reads like “{example}” and “{other}”.',
  /** After the sentence above, or alone where no example is near. `place` is one of places. */
  compared: 'Your text was compared {place}.',
  places: { machine: 'on this machine', server: 'on your own server' } satisfies Record<
    Place,
    string
  >,
  byKeywords: 'Suggested by keywords',
  byKeywordsFor: 'Suggested by keywords: {reasons}',
  sure: '{confidence, number, ::percent} sure',
  unsure: 'Not sure: will be set to {value} unless you choose.',
  matches: 'As suggested',
  use: 'Use suggestion: {value}',

  waiting: 'Suggestions appear as you write.',
  asking: 'Reading your text…',
  askingFor: 'Reading your text… {seconds, number} s',
  renewing: 'Reading the new text…',
  took: 'Answered in {seconds, number, ::.0} s',
  redacted: 'Redacted before sending: {kinds}.',
  redactedKinds: {
    email: '{count, plural, one {# email address} other {# email addresses}}',
    phone: '{count, plural, one {# phone number} other {# phone numbers}}',
    ip: '{count, plural, one {# IP address} other {# IP addresses}}',
    card: '{count, plural, one {# card number} other {# card numbers}}',
    iban: '{count, plural, one {# bank account number} other {# bank account numbers}}',
    id: '{count, plural, one {# identity or insurance number} other {# identity or insurance numbers}}',
    number: '{count, plural, one {# other number} other {# other numbers}}',
    secret: '{count, plural, one {# key or password} other {# keys or passwords}}',
  },
  redactedOther: '{count, number} × {kind}',
  failed: 'No suggestion right now. Choose yourself, or submit as it is.',
  retry: 'Ask again',
  /** `source` is one of labels.source: "by keywords". */
  warming: 'The local model is warming up. Until it is ready, suggestions are made {source}.',
  busy: 'The local model is busy. Until it is ready, suggestions are made {source}.',
  comparing: 'Comparison by meaning is loading. Until then, suggestions are made {source}.',
  arrived: 'Suggested: {category}, priority {priority}.',

  cloudNotice:
    'If the local model cannot answer, this text may leave your network and go to OpenAI. Email addresses, keys and long numbers are redacted. Names, places and everything else you write stay in it.',
  keep: 'Keep on premises',
  kept: 'This text stays here. Only the local model and keywords read it.',
  keptMeaning:
    'This text stays here. Only the local model, keywords and, {place}, the comparison by meaning read it.',
} as const
