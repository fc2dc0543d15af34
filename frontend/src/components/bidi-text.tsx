/** A message in which each isolated text, see i18n/bidi.ts, has its own direction. */

import { splitIsolates } from '@/i18n/bidi'

export function BidiText({ text }: { text: string }) {
  return splitIsolates(text).map((piece, n) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: a part is identified by its position
    n % 2 === 1 ? <bdi key={n}>{piece}</bdi> : piece,
  )
}
