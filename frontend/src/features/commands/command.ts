/** The commands of the menu, and the search in them. */

export type Command = {
  readonly id: string
  readonly group: string
  readonly text: string
  /** Synonyms for the search. */
  readonly also?: string
  /** The shortcut. */
  readonly keys?: string
  /** Whether it is active already. */
  readonly on?: boolean
  readonly run: () => void
}

export type Group = { readonly name: string; readonly commands: readonly Command[] }

/** The matching commands in groups, the best first. */
export function matching(commands: readonly Command[], typed: string): Group[] {
  const scored = commands
    .map((command) => ({ command, score: commandScore(command, typed) }))
    .filter(({ score }) => score > 0)
  if (typed.trim() !== '') scored.sort((a, b) => b.score - a.score)
  const groups = new Map<string, Command[]>()
  for (const { command } of scored) {
    groups.set(command.group, [...(groups.get(command.group) ?? []), command])
  }
  return [...groups].map(([name, inside]) => ({ name, commands: inside }))
}

/** A match in the text counts more than one in the synonyms. */
function commandScore({ text, also = '' }: Command, typed: string): number {
  return scoreOf(text, typed) * 2 || scoreOf(`${text} ${also}`, typed)
}

/** Scores a text: each word must be a prefix of one of its words, a substring, or a subsequence; 0 is no match. */
export function scoreOf(text: string, typed: string): number {
  const folded = fold(text)
  const scores = fold(typed)
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => wordScore(folded, word))
  if (scores.includes(0)) return 0
  return scores.reduce((sum, it) => sum + it, 1)
}

function wordScore(text: string, word: string): number {
  if (` ${text}`.includes(` ${word}`)) return 4
  if (text.includes(word)) return 2
  // A subsequence, as "ntk" of "new ticket".
  let at = 0
  for (const letter of word) {
    at = text.indexOf(letter, at) + 1
    if (at === 0) return 0
  }
  return word.length >= 3 ? 1 : 0
}

/** Ignores accents and case: "ubersicht" finds "Übersicht". */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
