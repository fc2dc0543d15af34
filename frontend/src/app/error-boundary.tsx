/** Shown when rendering has thrown an error. */

import { Component, type ReactNode } from 'react'
import { messages } from '@/i18n/messages'

export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    if (!this.state.failed) return this.props.children
    return (
      <main className="page notice" role="alert">
        <h1>{messages.app.crashedTitle}</h1>
        <p>{messages.app.crashedText}</p>
        <button type="button" className="button" onClick={() => window.location.reload()}>
          {messages.app.reload}
        </button>
      </main>
    )
  }
}
