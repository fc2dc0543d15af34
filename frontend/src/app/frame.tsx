/** The frame around every page: skip link, header, and the main element that receives the focus. */

import { type ReactNode, useState } from 'react'
import { Link, NavLink, useNavigate } from 'react-router'
import { Icon } from '@/components/icons'
import { Mark } from '@/components/mark'
import { TriageBadge } from '@/features/triage/triage-badge'
import { useShortcut } from '@/lib/shortcuts'
import { words } from '@/lib/words'
import { Preferences } from './preferences'
import { inDesk, useRouteFocus } from './route-focus'

export function Frame({ children }: { children: ReactNode }) {
  const [preferences, setPreferences] = useState(false)
  const navigate = useNavigate()
  const pathname = useRouteFocus('main')
  useShortcut('c', () => navigate('/new', { state: { focus: 'title' } }))
  useShortcut('?', () => setPreferences(true))
  const says = words.app

  return (
    <>
      <a className="skip-link" href="#main">
        {says.skip}
      </a>
      <header className="app-header">
        <Link className="brand" to="/" aria-label={says.home}>
          <Mark />
          <span className="brand-name">{says.name}</span>
        </Link>
        <nav aria-label={says.nav}>
          <Link to="/" aria-current={inDesk(pathname) ? 'page' : undefined}>
            {says.queue}
          </Link>
          <NavLink to="/dashboard">{says.dashboard}</NavLink>
        </nav>
        <TriageBadge />
        <button
          type="button"
          className="icon-button"
          aria-label={says.preferences}
          title={says.preferences}
          onClick={() => setPreferences(true)}
        >
          <Icon name="sliders" />
        </button>
        <Link className="button primary new-button" to="/new" aria-label={says.newTicket}>
          <Icon name="plus" />
          <span className="long">{says.newTicket}</span>
          <span className="short" aria-hidden="true">
            {says.newTicketShort}
          </span>
        </Link>
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      {preferences && <Preferences onClose={() => setPreferences(false)} />}
    </>
  )
}
