/** Which key was pressed, the same on every keyboard layout: by what it prints, else by its place. */

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'> &
  Partial<Pick<KeyboardEvent, 'isComposing' | 'keyCode' | 'getModifierState'>>

const DIGIT_KEY = /^Digit([0-9])$/
const LETTER_KEY = /^Key([A-Z])$/
/** Letters and vowel signs of Cyrillic, Greek, Hebrew, Arabic, Thai, kana and so on. */
const OTHER_SCRIPT = /^(?!\p{Script=Latin})[\p{L}\p{M}]/u

/**
 * The key as a US keyboard names it: "j", "J" with Shift, "1", "/", "Escape". Letters go by what they print, so that
 * QWERTZ, AZERTY and Dvorak have them where they stand; a key of another script goes by its place. Caps Lock does not
 * count. "" while an input method composes, and with AltGr, which only types characters.
 */
export function pressedKey(event: Pressed): string {
  // Safari sends the Enter that ends a composition with 229 only.
  if (event.isComposing || event.keyCode === 229) return ''
  if (event.getModifierState?.('AltGraph') || (event.ctrlKey && event.altKey)) return ''
  const { key, code, shiftKey } = event
  if (/^[a-z]$/i.test(key)) return inCase(key, shiftKey)
  if (/^[0-9/?]$/.test(key)) return key
  // AZERTY and Czech print digits only with Shift.
  const digit = shiftKey ? undefined : DIGIT_KEY.exec(code)?.[1]
  if (digit && [...key].length === 1) return digit
  if (!OTHER_SCRIPT.test(key)) return key
  const letter = LETTER_KEY.exec(code)?.[1]
  if (letter) return inCase(letter, shiftKey)
  if (code === 'Slash') return shiftKey ? '?' : '/'
  return key
}

/** Ctrl or Cmd with one letter and no other modifier. */
export function isCommandShortcut(event: Pressed, letter: string): boolean {
  const modified = event.ctrlKey !== event.metaKey && !event.altKey && !event.shiftKey
  return modified && pressedKey(event) === letter
}

function inCase(letter: string, shiftKey: boolean): string {
  return shiftKey ? letter.toUpperCase() : letter.toLowerCase()
}
