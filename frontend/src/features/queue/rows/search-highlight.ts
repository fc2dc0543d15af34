/** Finds the search terms in a text as the server does: each as a substring, in any case. */

/** A pattern that matches any term of a search; null for an empty search. */
export function searchPattern(search: string): RegExp | null {
  const terms = search.split(/\s+/).filter((it) => it !== '')
  if (terms.length === 0) return null
  // The longest first, so that "print printer" marks "printer" as one match.
  terms.sort((a, b) => b.length - a.length)
  const literal = terms.map((it) => it.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
  return new RegExp(literal.join('|'), 'giu')
}

export type TextPiece = { text: string; matched: boolean }

/** Splits the text into matches and the text between them. */
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

/** About what a row shows before it is cut. */
const VISIBLE_LENGTH = 60
/** The context kept before the match. */
const CONTEXT_LENGTH = 30

/** Cuts the beginning of a text whose first match would not be visible. */
export function excerptAround(text: string, pattern: RegExp | null): string {
  const at = pattern ? text.search(pattern) : -1
  if (at < VISIBLE_LENGTH) return text
  const from = at - CONTEXT_LENGTH
  const nextWord = text.slice(from, at).search(/\s\S/)
  return `…${text.slice(nextWord < 0 ? at : from + nextWord + 1)}`
}
