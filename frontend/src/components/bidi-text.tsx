/** A message in which each isolated text, see i18n/bidi.ts, has its own direction, and no known language. */

import { splitIsolates } from '@/i18n/bidi'

export function BidiText({ text }: { text: string }) {
  return splitIsolates(text).map((piece, n) => {
    if (n % 2 === 0) return piece
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: a part is identified by its position
      <bdi key={n} lang="">
        {piece}
      </bdi>
    )
  })
}
