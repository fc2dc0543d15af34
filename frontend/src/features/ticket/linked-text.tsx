/** Plain text with links for web and email addresses. */

import { useMemo } from 'react'
import { linkify } from './links'

export function LinkedText({ text }: { text: string }) {
  const pieces = useMemo(() => linkify(text), [text])
  return pieces.map((piece) =>
    piece.href === undefined ? (
      piece.text
    ) : (
      <a key={piece.at} href={piece.href} target="_blank" rel="noopener noreferrer nofollow">
        {piece.text}
      </a>
    ),
  )
}
