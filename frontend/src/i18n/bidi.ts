/** Marks what people wrote within a sentence of ours, so that it can be shown running its own way and turn nothing round it. */

/** Unicode's own signs for it; never shown, see components/bidi-text.tsx. */
const [BEGIN, END] = ['\u2068', '\u2069']
const EITHER = new RegExp(`[${BEGIN}${END}]`, 'g')

export function isolate(text: string): string {
  return BEGIN + text.replace(EITHER, '') + END
}

/** A sentence in its pieces, turn by turn ours and what was isolated in it. */
export function splitIsolates(sentence: string): string[] {
  return sentence.split(EITHER)
}
