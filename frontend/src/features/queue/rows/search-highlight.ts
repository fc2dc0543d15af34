/** Where the words of a search occur in a text: every word, in any case, also inside a word, as the server finds them. */

/** A pattern for the words of a search; null where there is none. */
export function searchPattern(search: string): RegExp | null {
  const terms = search.split(/\s+/).filter((it) => it !== '')
  if (terms.length === 0) return null
  // The longest first, so that of "print printer" the longer word is marked whole.
  terms.sort((a, b) => b.length - a.length)
  const literal = terms.map((it) => it.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
  return new RegExp(literal.join('|'), 'giu')
}

export type TextPiece = { text: string; matched: boolean }

/** The text in pieces that together are the text again. */
export function splitMatches(text: string, pattern: RegExp | null): TextPiece[] {
  if (!pattern) return [{ text, matched: false }]
  const pieces: TextPiece[] = []
  let from = 0
  for (const match of text.matchAll(pattern)) {
    if (match.index > from) pieces.push({ text: text.slice(from, match.index), matched: false })
    pieces.push({ text: match[0], matched: true })
    from = match.index + match[0].length
  }
  if (from < text.length) pieces.push({ text: text.slice(from), matched: false })
  return pieces
}

/** A row shows about this much before it is cut: a match further on would be out of sight. */
const IN_SIGHT = 60
/** How much of what stands before the match is kept, so that it can be understood. */
const BEFORE = 30

/** The text from a little before the first match on, where that would else be out of sight. */
export function excerptAround(text: string, pattern: RegExp | null): string {
  const at = pattern ? text.search(pattern) : -1
  if (at < IN_SIGHT) return text
  const from = at - BEFORE
  const nextWord = text.slice(from, at).search(/\s\S/)
  return `…${text.slice(nextWord < 0 ? at : from + nextWord + 1)}`
}
