/** The dashboard's page. */

import { Dashboard } from '@/features/dashboard/dashboard'
import { messages } from '@/i18n/messages'

export function DashboardPage() {
  return (
    <div className="page">
      <header className="page-head">
        <h1>{messages.dashboard.title}</h1>
      </header>
      <Dashboard />
    </div>
  )
}
