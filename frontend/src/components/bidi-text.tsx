/** A sentence of ours in which what people wrote, marked by i18n/bidi.ts, runs as its own first letters do. */

import { splitIsolates } from '@/i18n/bidi'

export function BidiText({ text }: { text: string }) {
  return splitIsolates(text).map((piece, n) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: where a piece stands is what tells it apart
    n % 2 === 1 ? <bdi key={n}>{piece}</bdi> : piece,
  )
}
