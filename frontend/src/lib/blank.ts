/**
 * Blank is text that shows nothing. The server's list is the same but for control characters, which no keyboard
 * types; the server refuses those itself.
 */

const BLANK =
  /^(?:[\s\u0085\u00ad\u115f\u1160\u180e\u200b-\u200f\u2060-\u2064\u2800\u3164\uffa0]|\u034f)*$/

export function isBlank(text: string): boolean {
  return BLANK.test(text)
}
