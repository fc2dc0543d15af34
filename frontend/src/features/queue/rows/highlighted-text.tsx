/** A text with the words of the search marked in it. */

import { piecesOf } from './search-highlight'

export function Found({ text, pattern }: { text: string; pattern: RegExp | null }) {
  let at = 0
  return piecesOf(text, pattern).map((piece) => {
    // Pieces never move within their text: where one begins is its name.
    const key = at
    at += piece.text.length
    return piece.found ? <mark key={key}>{piece.text}</mark> : piece.text
  })
}
