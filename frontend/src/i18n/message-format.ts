/** Turns a catalogue's compiled messages into strings, and into functions where a message has arguments. */

import type { GetICUArgs } from '@schummar/icu-type-parser'
import format, { type CompiledMessage } from 'icu-minify/format'
import { isolateIfNeeded } from './bidi'
import { formatters } from './intl'

/** The arguments of a message: numbers for `number` and `plural`, anything printable for the rest. */
type Values<Message extends string> = {
  [Name in keyof Args<Message>]: Args<Message>[Name] extends number
    ? number
    : string | number | boolean
}
type Args<Message extends string> = GetICUArgs<
  Message,
  { ICUArgument: string; ICUNumberArgument: number }
>

/** A string, or a function of the arguments: `messages.queue.title`, `messages.queue.count({ count, more })`. */
export type MessagesOf<Messages> = Messages extends string
  ? keyof Args<Messages> extends never
    ? string
    : (values: Values<Messages>) => string
  : { readonly [Name in keyof Messages]: MessagesOf<Messages[Name]> }

/** The keys of a catalogue with other strings: what another language has to provide. */
export type Translation<Messages> = Messages extends string
  ? string
  : { readonly [Name in keyof Messages]: Translation<Messages[Name]> }

/** A message as the build compiles it: a string, or an array where it has arguments. */
type Compiled = CompiledMessage | { readonly [name: string]: Compiled }

export function formatMessages(messages: Compiled, locale: string): unknown {
  if (typeof messages === 'string') return messages
  if (Array.isArray(messages)) {
    return (values: Record<string, string | number | boolean>) =>
      String(format(messages, locale, isolated(values), { formatters }))
  }
  const entries = Object.entries(messages)
  return Object.fromEntries(entries.map(([name, it]) => [name, formatMessages(it, locale)]))
}

/** Every message keeps its own order, whoever wrote a part of it: in pages, toasts, labels and titles of windows. */
function isolated(values: Record<string, string | number | boolean>) {
  return Object.fromEntries(
    Object.entries(values).map(([name, it]) => [
      name,
      typeof it === 'string' ? isolateIfNeeded(it) : it,
    ]),
  )
}
