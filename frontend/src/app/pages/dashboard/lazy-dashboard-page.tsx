/** Loads the dashboard lazily. */

import { ApiError } from '@/api/error'
import { PageLoading } from '@/app/pages/page-loading'
import { lazyModule } from '@/components/lazy-module'
import { ErrorState } from '@/components/notice'
import { usePageTitle } from '@/components/page-title'
import { messages } from '@/i18n/messages'

const useDashboardPage = lazyModule(async () => {
  const { DashboardPage } = await import('./dashboard-page')
  return DashboardPage
})

export function LazyDashboardPage() {
  const { module: Page, failed, retry } = useDashboardPage()
  const t = messages.dashboard
  usePageTitle(t.title)
  if (Page) return <Page />
  if (!failed) return <PageLoading />
  return (
    <ErrorState as="h1" title={t.failedTitle} error={new ApiError('unreachable')} onRetry={retry} />
  )
}
