/** Isolates what people wrote within a message, so that its direction does not reorder the text around it. */

/** Unicode's first strong isolate and pop directional isolate; components/bidi-text.tsx renders them as bdi. */
const [BEGIN, END] = ['\u2068', '\u2069']
const ISOLATE_MARKS = new RegExp(`[${BEGIN}${END}]`, 'g')

export function isolate(text: string): string {
  return BEGIN + text.replace(ISOLATE_MARKS, '') + END
}

/** The parts of a message: even ones are the message's own text, odd ones were isolated. */
// Right-to-left scripts, and the marks that set their direction.
const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/** Isolates a text that would reorder a message of a left-to-right language. One that has isolates stays as it is. */
export function isolateIfNeeded(text: string): string {
  return RIGHT_TO_LEFT.test(text) && !text.includes(BEGIN) ? isolate(text) : text
}

export function splitIsolates(sentence: string): string[] {
  return sentence.split(ISOLATE_MARKS)
}
