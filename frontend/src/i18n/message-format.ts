/** Turns a catalogue's compiled messages into words: sentences as they are, and functions where something is filled in. */

import type { GetICUArgs } from '@schummar/icu-type-parser'
import format, { type CompiledMessage } from 'icu-minify/format'
import { formatters } from './intl'

/** What a message wants filled in: numbers for `number` and `plural`, anything that can be written for the rest. */
type Values<Message extends string> = {
  [Name in keyof Args<Message>]: Args<Message>[Name] extends number
    ? number
    : string | number | boolean
}
type Args<Message extends string> = GetICUArgs<
  Message,
  { ICUArgument: string; ICUNumberArgument: number }
>

/** `words.queue.title` is a string; `words.queue.count({ count, more })` is one too, once it has been called. */
export type MessagesOf<Messages> = Messages extends string
  ? keyof Args<Messages> extends never
    ? string
    : (values: Values<Messages>) => string
  : { readonly [Name in keyof Messages]: MessagesOf<Messages[Name]> }

/** The same names with other sentences: what a second language has to give. */
export type Translation<Messages> = Messages extends string
  ? string
  : { readonly [Name in keyof Messages]: Translation<Messages[Name]> }

/** The build has compiled each message: to a string, or to an array where there is something to fill in. */
type Compiled = CompiledMessage | { readonly [name: string]: Compiled }

export function formatMessages(messages: Compiled, locale: string): unknown {
  if (typeof messages === 'string') return messages
  if (Array.isArray(messages)) {
    return (values: Record<string, string | number | boolean>) =>
      String(format(messages, locale, values, { formatters }))
  }
  const entries = Object.entries(messages)
  return Object.fromEntries(entries.map(([name, it]) => [name, formatMessages(it, locale)]))
}
