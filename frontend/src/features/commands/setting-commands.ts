/** Commands for colour scheme and language. */

import { useToast } from '@/components/toasts'
import { LANGUAGE_CHOICES, setLanguage, useLanguageChoice } from '@/i18n/language'
import { messages } from '@/i18n/messages'
import { setTheme, THEMES, useTheme } from '@/lib/theme'
import type { Command } from './command'

export function useSettingCommands(): Command[] {
  const now = useTheme()
  const language = useLanguageChoice()
  const toast = useToast()
  const { groups, ...t } = messages.commands
  const failed = () =>
    toast.show({ key: 'language', tone: 'bad', text: messages.app.languageFailed })
  return [
    ...THEMES.map((theme) => ({
      id: `theme-${theme}`,
      group: groups.theme,
      text: messages.app.themes[theme],
      also: `${groups.theme} ${t.themeAlso}`,
      on: now === theme,
      run: () => setTheme(theme),
    })),
    ...LANGUAGE_CHOICES.map((choice) => ({
      id: `language-${choice}`,
      group: groups.language,
      text: messages.app.languages[choice],
      also: t.languageAlso,
      on: language === choice,
      run: () => void setLanguage(choice).catch(failed),
    })),
  ]
}
