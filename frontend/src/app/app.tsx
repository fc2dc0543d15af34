/** The application: its providers and routes. */

import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Route, Routes } from 'react-router'
import { ToastProvider } from '@/components/toasts'
import { useLanguageKey } from '@/i18n/language'
import { clearUndo } from '@/lib/undo'
import { ErrorBoundary } from './error-boundary'
import { Frame } from './frame/frame'
import type { OpenDialog } from './frame/frame-dialogs'
import { LazyDashboardPage } from './pages/dashboard/lazy-dashboard-page'
import { DeskPage } from './pages/desk/desk-page'
import { NewTicketPage } from './pages/new-ticket/new-ticket-page'
import { NotFoundPage } from './pages/not-found-page'

export function App({ queryClient }: { queryClient: QueryClient }) {
  const language = useLanguageKey()
  // Above the key: the dialog that switches the language stays open.
  const [preferences, setPreferences] = useState<OpenDialog>(null)
  useEffect(() => clearUndo, [])
  return (
    // Above the key as well: Undo outlives a switch of language.
    <ToastProvider>
      <ErrorBoundary key={language}>
        <QueryClientProvider client={queryClient}>
          <Frame preferences={preferences} onPreferences={setPreferences}>
            <Routes>
              {/* One element for both, so that the list stays mounted while tickets open and close. */}
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
