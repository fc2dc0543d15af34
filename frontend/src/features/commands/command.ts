/** What the command menu offers, and how it finds what was typed. */

export type Command = {
  readonly id: string
  readonly group: string
  readonly text: string
  /** Other words under which it is found. */
  readonly also?: string
  /** The key that does the same. */
  readonly keys?: string
  /** Said of what is in force already. */
  readonly on?: boolean
  readonly run: () => void
}

export type Group = { readonly name: string; readonly commands: readonly Command[] }

/** The commands that match, the best first, by their groups. */
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

/** What a command says itself counts more than what else it is called. */
function commandScore({ text, also = '' }: Command, typed: string): number {
  return scoreOf(text, typed) * 2 || scoreOf(`${text} ${also}`, typed)
}

/** How well a text fits: every word must begin one of its words, or be within, or be its letters in order; 0: not at all. */
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
  // One letter after the other, as "ntk" in "new ticket"; a single missing one forgives a slip.
  let at = 0
  for (const letter of word) {
    at = text.indexOf(letter, at) + 1
    if (at === 0) return 0
  }
  return word.length >= 3 ? 1 : 0
}

/** Without accents and capitals: "Übersicht" is found as "ubersicht". */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
