/** A text with the words of the search marked in it. */

import { splitMatches } from './search-highlight'

export function HighlightedText({ text, pattern }: { text: string; pattern: RegExp | null }) {
  let at = 0
  return splitMatches(text, pattern).map((piece) => {
    // Pieces never move within their text: where one begins is its name.
    const key = at
    at += piece.text.length
    return piece.matched ? <mark key={key}>{piece.text}</mark> : piece.text
  })
}
