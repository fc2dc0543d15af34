import { expect, test } from 'vitest'
import { isCommandShortcut, pressedKey } from './pressed-key'

type Modifiers = { shift?: true; ctrl?: true; meta?: true; alt?: true; altGraph?: true }

function press(key: string, code: string, modifiers: Modifiers = {}) {
  const { shift = false, ctrl = false, meta = false, alt = false, altGraph = false } = modifiers
  const init = { key, code, shiftKey: shift, ctrlKey: ctrl, metaKey: meta, altKey: alt }
  return new KeyboardEvent('keydown', { ...init, modifierAltGraph: altGraph })
}

test.each([
  // What it prints counts, wherever the key stands.
  ['US', 'j', 'KeyJ', {}, 'j'],
  ['US', 'J', 'KeyJ', { shift: true }, 'J'],
  ['US', '?', 'Slash', { shift: true }, '?'],
  ['US numeric keypad', '1', 'Numpad1', {}, '1'],
  ['German', 'z', 'KeyY', {}, 'z'],
  ['German', 'y', 'KeyZ', {}, 'y'],
  ['German', '/', 'Digit7', { shift: true }, '/'],
  ['German', '?', 'Minus', { shift: true }, '?'],
  ['German', '-', 'Slash', {}, '-'],
  ['German', 'ö', 'Semicolon', {}, 'ö'],
  ['French', 'a', 'KeyQ', {}, 'a'],
  ['French', '&', 'Digit1', {}, '1'],
  ['French', 'é', 'Digit2', {}, '2'],
  ['French', '"', 'Digit3', {}, '3'],
  ['French', "'", 'Digit4', {}, '4'],
  ['French', '1', 'Digit1', { shift: true }, '1'],
  ['French', '/', 'Period', { shift: true }, '/'],
  ['French', '?', 'KeyM', { shift: true }, '?'],
  ['Bépo', '/', 'Digit9', {}, '/'],
  ['Czech', '+', 'Digit1', {}, '1'],
  ['Czech', 'ě', 'Digit2', {}, '2'],
  ['Dvorak', 'j', 'KeyC', {}, 'j'],
  ['Dvorak', 'c', 'KeyI', {}, 'c'],
  ['Dvorak', '.', 'KeyE', {}, '.'],
  ['Dvorak', "'", 'KeyQ', {}, "'"],
  ['Dvorak', '/', 'BracketLeft', {}, '/'],
  ['US', '!', 'Digit1', { shift: true }, '!'],
  // Another script: by place.
  ['Russian', 'о', 'KeyJ', {}, 'j'],
  ['Russian', 'О', 'KeyJ', { shift: true }, 'J'],
  ['Russian', 'ф', 'KeyA', {}, 'a'],
  ['Russian', '?', 'Digit7', { shift: true }, '?'],
  ['Greek', 'ξ', 'KeyJ', {}, 'j'],
  ['Greek', 'Κ', 'KeyK', { shift: true }, 'K'],
  ['Hebrew', 'ח', 'KeyJ', {}, 'j'],
  ['Hebrew', 'ש', 'KeyA', {}, 'a'],
  ['Hebrew', '/', 'KeyQ', {}, '/'],
  ['Arabic', 'ت', 'KeyJ', {}, 'j'],
  ['Arabic', '١', 'Digit1', {}, '1'],
  ['Arabic', 'ظ', 'Slash', {}, '/'],
  ['Thai', '่', 'KeyJ', {}, 'j'],
  ['Thai', 'ๅ', 'Digit1', {}, '1'],
  ['Japanese kana', 'ま', 'KeyJ', {}, 'j'],
  ['Korean', 'ㅓ', 'KeyJ', {}, 'j'],
  // Caps Lock changes what is printed, not what is meant.
  ['Caps Lock', 'J', 'KeyJ', {}, 'j'],
  ['Caps Lock', 'j', 'KeyJ', { shift: true }, 'J'],
  ['Caps Lock, Russian', 'О', 'KeyJ', {}, 'j'],
  // AltGr types characters.
  ['German', '@', 'KeyQ', { altGraph: true }, ''],
  ['Polish', 'ą', 'KeyA', { altGraph: true }, ''],
  ['Windows', 'ą', 'KeyA', { ctrl: true, alt: true }, ''],
  ['any', 'Escape', 'Escape', {}, 'Escape'],
  ['any', 'Dead', 'Digit1', {}, 'Dead'],
  ['without a code', 'о', '', {}, 'о'],
] as const)('%s: %j on %s %j is %j', (_, key, code, modifiers, expected) => {
  expect(pressedKey(press(key, code, modifiers))).toBe(expected)
})

test('a key that an input method takes is none', () => {
  const init = { key: 'j', code: 'KeyJ' }
  expect(pressedKey(new KeyboardEvent('keydown', { ...init, isComposing: true }))).toBe('')
  expect(pressedKey(new KeyboardEvent('keydown', { ...init, keyCode: 229 }))).toBe('')
})

test.each([
  ['k', 'KeyK', { ctrl: true }, true],
  ['K', 'KeyK', { ctrl: true }, true],
  ['k', 'KeyV', { ctrl: true }, true],
  ['л', 'KeyK', { ctrl: true }, true],
  ['л', 'KeyK', { meta: true }, true],
  ['t', 'KeyK', { ctrl: true }, false],
  ['k', 'KeyK', { ctrl: true, alt: true }, false],
  ['K', 'KeyK', { ctrl: true, shift: true }, false],
  ['k', 'KeyK', { ctrl: true, meta: true }, false],
  ['k', 'KeyK', {}, false],
] as const)('%j on %s with %j is Ctrl or Cmd and k: %s', (key, code, modifiers, expected) => {
  expect(isCommandShortcut(press(key, code, modifiers), 'k')).toBe(expected)
})
