/** The application: what every page needs around it, and which page an address shows. */

import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { Route, Routes } from 'react-router'
import { ToastProvider } from '@/components/toasts'
import { useLanguageKey } from '@/lib/language'
import { ErrorBoundary } from './error-boundary'
import { Frame, type Opened } from './frame'
import { DeskPage } from './pages/desk-page'
import { NewTicketPage } from './pages/new-ticket-page'
import { NotFoundPage } from './pages/not-found-page'
import { PageLoading } from './pages/page-loading'

const DashboardPage = lazy(() => import('./pages/dashboard-page'))

export function App({ queryClient }: { queryClient: QueryClient }) {
  const language = useLanguageKey()
  // Above the key: the sheet in which the language is chosen stays open over the choice.
  const [preferences, setPreferences] = useState<Opened>(null)
  return (
    <ErrorBoundary key={language}>
      <QueryClientProvider client={queryClient}>
        <ToastProvider>
          <Frame preferences={preferences} onPreferences={setPreferences}>
            <Suspense fallback={<PageLoading />}>
              <Routes>
                {/* One element for both, so that the list stays as it is while tickets open and close. */}
                <Route element={<DeskPage />}>
                  <Route index element={null} />
                  <Route path="tickets/:id" element={null} />
                </Route>
                <Route path="new" element={<NewTicketPage />} />
                <Route path="dashboard" element={<DashboardPage />} />
                <Route path="*" element={<NotFoundPage />} />
              </Routes>
            </Suspense>
          </Frame>
        </ToastProvider>
      </QueryClientProvider>
    </ErrorBoundary>
  )
}
