/** The sheets that any page can open, each with its code fetched when it is first wanted. */

import { laterPart } from '@/components/lazy-module'
import { useToldPart } from '@/components/use-chunk-error-toast'

/** Which sheet is open: the preferences, from where in them the focus begins, or the list of keys. */
export type Opened = null | 'top' | 'language' | 'keys'

type Props = { opened: Opened; onOpen: (opened: Opened) => void }

const usePreferences = laterPart(
  async () => (await import('@/app/preferences/preferences-dialog')).Preferences,
)
const useKeyboardSheet = laterPart(
  async () => (await import('@/app/preferences/shortcuts-dialog')).KeyboardSheet,
)

export function Sheets({ opened, onOpen }: Props) {
  const forKeys = opened === 'keys'
  const forPreferences = opened === 'top' || opened === 'language'
  const keys = useKeyboardSheet(forKeys)
  const preferences = usePreferences(forPreferences)
  const close = () => onOpen(null)
  const asked = { again: () => onOpen(opened), giveUp: close }
  useToldPart(keys, { wanted: forKeys, ...asked })
  useToldPart(preferences, { wanted: forPreferences, ...asked })

  if (opened === null) return null
  if (opened === 'keys') return keys.part && <keys.part onClose={close} />
  return (
    preferences.part && (
      <preferences.part
        from={opened}
        onLanguage={() => onOpen('language')}
        onKeys={() => onOpen('keys')}
        onClose={close}
      />
    )
  )
}
