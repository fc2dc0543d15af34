/** The frame around every page: skip link, header, and the main element that receives the focus. */

import { type ReactNode, useEffect, useRef } from 'react'
import { Link, NavLink, useNavigate } from 'react-router'
import { Icon } from '@/components/icons'
import { TriageBadge } from '@/features/triage/triage-badge'
import { messages } from '@/i18n/messages'
import { useShortcut } from '@/lib/shortcuts'
import { ClockHint } from './clock-hint'
import { CommandButton } from './command-button'
import { FrameDialogs, type OpenDialog } from './frame-dialogs'
import { Logo } from './logo'
import { OfflineBar } from './offline-bar'
import { OpenDeskBar } from './open-desk-bar'
import { isDeskPath, useRouteFocus } from './route-focus'

type Props = {
  preferences: OpenDialog
  onPreferences: (opened: OpenDialog) => void
  children: ReactNode
}

export function Frame({ preferences, onPreferences, children }: Props) {
  const button = useRestoreFocus(preferences !== null)
  const navigate = useNavigate()
  const pathname = useRouteFocus('main')
  useShortcut('c', () => navigate('/new', { state: { focus: 'title' } }))
  useShortcut('?', () => onPreferences('keys'))
  const t = messages.app

  return (
    <>
      <a className="skip-link" href="#main">
        {t.skip}
      </a>
      <OpenDeskBar />
      <header className="app-header">
        <Link className="brand" to="/" aria-label={t.home}>
          <Logo />
          <span className="brand-name">{t.name}</span>
        </Link>
        <nav aria-label={t.nav}>
          <Link to="/" aria-current={isDeskPath(pathname) ? 'page' : undefined}>
            {t.queue}
          </Link>
          <NavLink to="/dashboard">{t.dashboard}</NavLink>
        </nav>
        <TriageBadge />
        <CommandButton
          onKeys={() => onPreferences('keys')}
          onPreferences={() => onPreferences('top')}
        />
        <button
          type="button"
          ref={button}
          className="icon-button"
          aria-label={t.preferences}
          title={t.preferences}
          onClick={() => onPreferences('top')}
        >
          <Icon name="sliders" />
        </button>
        <Link className="button primary new-button" to="/new" aria-label={t.newTicket}>
          <Icon name="plus" />
          <span className="long">{t.newTicket}</span>
          <span className="short" aria-hidden="true">
            {t.newTicketShort}
          </span>
        </Link>
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <OfflineBar />
      <ClockHint />
      <FrameDialogs opened={preferences} onOpen={onPreferences} />
    </>
  )
}

/** A dialog restores the focus by itself, unless a switch of language has remounted the button. */
function useRestoreFocus(open: boolean) {
  const button = useRef<HTMLButtonElement>(null)
  const wasOpen = useRef(false)
  useEffect(() => {
    const lost = document.activeElement === document.body
    if (wasOpen.current && !open && lost) button.current?.focus()
    wasOpen.current = open
  }, [open])
  return button
}
