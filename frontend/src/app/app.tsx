/** The application: what every page needs around it, and which page an address shows. */

import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Route, Routes } from 'react-router'
import { ToastProvider } from '@/components/toasts'
import { useLanguageKey } from '@/i18n/language'
import { clearUndo } from '@/lib/undo'
import { ErrorBoundary } from './error-boundary'
import { Frame } from './frame/frame'
import type { Opened } from './frame/frame-dialogs'
import { LazyDashboardPage } from './pages/dashboard/lazy-dashboard-page'
import { DeskPage } from './pages/desk/desk-page'
import { NewTicketPage } from './pages/new-ticket/new-ticket-page'
import { NotFoundPage } from './pages/not-found-page'

export function App({ queryClient }: { queryClient: QueryClient }) {
  const language = useLanguageKey()
  // Above the key: the sheet in which the language is chosen stays open over the choice.
  const [preferences, setPreferences] = useState<Opened>(null)
  useEffect(() => clearUndo, [])
  return (
    // Above the key as well: a change can be undone in whichever language.
    <ToastProvider>
      <ErrorBoundary key={language}>
        <QueryClientProvider client={queryClient}>
          <Frame preferences={preferences} onPreferences={setPreferences}>
            <Routes>
              {/* One element for both, so that the list stays as it is while tickets open and close. */}
              <Route element={<DeskPage />}>
                <Route index element={null} />
                <Route path="tickets/:id" element={null} />
              </Route>
              <Route path="new" element={<NewTicketPage />} />
              <Route path="dashboard" element={<LazyDashboardPage />} />
              <Route path="*" element={<NotFoundPage />} />
            </Routes>
          </Frame>
        </QueryClientProvider>
      </ErrorBoundary>
    </ToastProvider>
  )
}
