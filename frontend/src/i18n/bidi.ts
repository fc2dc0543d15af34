/** Isolates what people wrote within a message, so that its direction does not reorder the text around it. */

/** Unicode's first strong isolate and pop directional isolate; components/bidi-text.tsx renders them as bdi. */
const [BEGIN, END] = ['\u2068', '\u2069']
const ISOLATE_MARKS = new RegExp(`[${BEGIN}${END}]`, 'g')

export function isolate(text: string): string {
  return BEGIN + text.replace(ISOLATE_MARKS, '') + END
}

/** The parts of a message: even ones are the message's own text, odd ones were isolated. */
export function splitIsolates(sentence: string): string[] {
  return sentence.split(ISOLATE_MARKS)
}
