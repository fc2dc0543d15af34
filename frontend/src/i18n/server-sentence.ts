/** The server speaks English: what it is known to say about a field, in the reader's words; anything else as it is. */

import { words } from './messages'

type Says = (...found: string[]) => string

const KNOWN: readonly [RegExp, Says][] = [
  [/^This field may not be (?:blank|null)\.$/, () => words.errors.blank],
  [/^This field is required\.$/, () => words.errors.blank],
  [/^Ensure this field has no more than (\d+) characters\.$/, (limit) => tooLong(limit)],
  [/^At most (\d+) characters; this has \d+\.$/, (limit) => tooLong(limit)],
  [
    /^At most (\d+) words; this has (\d+)\.$/,
    (limit, count) => words.errors.tooManyWords({ limit: Number(limit), count: Number(count) }),
  ],
  [/^"(.*)" is not a valid choice\.$/s, (value = '') => words.errors.noChoice({ value })],
  [/^“(.*)” is none of .*\.$/s, (value = '') => words.errors.noChoice({ value })],
  [/^Null characters are not allowed\.$/, () => words.errors.forbiddenCharacters],
  [/^Not a valid string\.$/, () => words.errors.noText],
]

export function serverSentence(said: string): string {
  for (const [pattern, says] of KNOWN) {
    const found = pattern.exec(said)
    if (found) return says(...found.slice(1))
  }
  return said
}

function tooLong(limit: string | undefined): string {
  return words.errors.tooLong({ limit: Number(limit) })
}
