/** Ctrl or Cmd with Enter, which sends what is written wherever something can be. */

type Pressed = { key: string; ctrlKey: boolean; metaKey: boolean }

export function isSubmitShortcut({ key, ctrlKey, metaKey }: Pressed): boolean {
  return key === 'Enter' && (ctrlKey || metaKey)
}
