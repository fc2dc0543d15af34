/** The dialogs that every page can open, loaded lazily. */

import { lazyModule } from '@/components/lazy-module'
import { useChunkErrorToast } from '@/components/use-chunk-error-toast'

/** Which dialog is open: the preferences, by what is focused in them, or the shortcuts. */
export type OpenDialog = null | 'top' | 'language' | 'keys'

type Props = { opened: OpenDialog; onOpen: (opened: OpenDialog) => void }

const usePreferences = lazyModule(
  async () => (await import('@/app/preferences/preferences-dialog')).PreferencesDialog,
)
const useShortcutsDialog = lazyModule(
  async () => (await import('@/app/preferences/shortcuts-dialog')).ShortcutsDialog,
)

export function FrameDialogs({ opened, onOpen }: Props) {
  const forKeys = opened === 'keys'
  const forPreferences = opened === 'top' || opened === 'language'
  const keys = useShortcutsDialog(forKeys)
  const preferences = usePreferences(forPreferences)
  const close = () => onOpen(null)
  const actions = { retry: () => onOpen(opened), cancel: close }
  useChunkErrorToast(keys, { enabled: forKeys, ...actions })
  useChunkErrorToast(preferences, { enabled: forPreferences, ...actions })

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
