/** How the pages look and which language they speak. */

import { useToast } from '@/components/toasts'
import { LANGUAGE_CHOICES, setLanguage, useLanguageChoice } from '@/i18n/language'
import { words } from '@/i18n/messages'
import { setTheme, THEMES, useTheme } from '@/lib/theme'
import type { Command } from './command'

export function useSettingCommands(): Command[] {
  const now = useTheme()
  const language = useLanguageChoice()
  const toast = useToast()
  const { groups, ...says } = words.commands
  const failed = () => toast.show({ key: 'language', tone: 'bad', text: words.app.languageFailed })
  return [
    ...THEMES.map((theme) => ({
      id: `theme-${theme}`,
      group: groups.theme,
      text: words.app.themes[theme],
      also: `${groups.theme} ${says.themeAlso}`,
      on: now === theme,
      run: () => setTheme(theme),
    })),
    ...LANGUAGE_CHOICES.map((choice) => ({
      id: `language-${choice}`,
      group: groups.language,
      text: words.app.languages[choice],
      also: says.languageAlso,
      on: language === choice,
      run: () => void setLanguage(choice).catch(failed),
    })),
  ]
}
