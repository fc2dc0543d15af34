/** The sheets that any page can open, each with its code fetched when it is first wanted. */

import { lazyModule } from '@/components/lazy-module'
import { useChunkErrorToast } from '@/components/use-chunk-error-toast'

/** Which sheet is open: the preferences, from where in them the focus begins, or the list of keys. */
export type Opened = null | 'top' | 'language' | 'keys'

type Props = { opened: Opened; onOpen: (opened: Opened) => void }

const usePreferences = lazyModule(
  async () => (await import('@/app/preferences/preferences-dialog')).PreferencesDialog,
)
const useKeyboardSheet = lazyModule(
  async () => (await import('@/app/preferences/shortcuts-dialog')).ShortcutsDialog,
)

export function FrameDialogs({ opened, onOpen }: Props) {
  const forKeys = opened === 'keys'
  const forPreferences = opened === 'top' || opened === 'language'
  const keys = useKeyboardSheet(forKeys)
  const preferences = usePreferences(forPreferences)
  const close = () => onOpen(null)
  const asked = { retry: () => onOpen(opened), cancel: close }
  useChunkErrorToast(keys, { wanted: forKeys, ...asked })
  useChunkErrorToast(preferences, { wanted: forPreferences, ...asked })

  if (opened === null) return null
  if (opened === 'keys') return keys.module && <keys.module onClose={close} />
  return (
    preferences.module && (
      <preferences.module
        from={opened}
        onLanguage={() => onOpen('language')}
        onKeys={() => onOpen('keys')}
        onClose={close}
      />
    )
  )
}
