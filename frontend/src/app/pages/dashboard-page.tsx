/** The dashboard's page. A default export, because it is loaded only when it is visited. */

import { Dashboard } from '@/features/dashboard/dashboard'
import { usePageTitle } from '@/lib/page-title'
import { words } from '@/lib/words'

export default function DashboardPage() {
  usePageTitle(words.dashboard.title)
  return (
    <div className="page">
      <header className="page-head">
        <h1>{words.dashboard.title}</h1>
      </header>
      <Dashboard />
    </div>
  )
}
