/** Which characters a field of one line refuses: those of backend/postgres/one_line.py, with the same messages. */

import { messages } from '@/i18n/messages'

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const REFUSED = /[\u0001-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/
const LINE_ENDS = '\n\v\f\r\u001c\u001d\u001e\u0085\u2028\u2029'

/** The message about the first refused character, which names it; null if the text is one line. */
export function oneLineError(text: string): string | null {
  const found = REFUSED.exec(text)?.[0]
  if (found === undefined) return null
  const { lineEnd, tab, controlCharacter, directionCharacter } = messages.errors
  const code = found.charCodeAt(0)
  const character = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
  if (LINE_ENDS.includes(found)) return lineEnd({ character })
  if (found === '\t') return tab({ character })
  return code < 0x2028 ? controlCharacter({ character }) : directionCharacter({ character })
}
