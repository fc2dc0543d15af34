/** Ctrl+Enter or Cmd+Enter, which submits every form. */

type Pressed = { key: string; ctrlKey: boolean; metaKey: boolean }

export function isSubmitShortcut({ key, ctrlKey, metaKey }: Pressed): boolean {
  return key === 'Enter' && (ctrlKey || metaKey)
}
