/** A text with the search terms marked. */

import { splitMatches } from './search-highlight'

export function HighlightedText({ text, pattern }: { text: string; pattern: RegExp | null }) {
  let at = 0
  return splitMatches(text, pattern).map((piece) => {
    // A piece is identified by its offset.
    const key = at
    at += piece.text.length
    return piece.matched ? <mark key={key}>{piece.text}</mark> : piece.text
  })
}
