/** Where the dashboard is shown: its code is loaded only when it is visited. */

import { ApiError } from '@/api/error'
import { PageLoading } from '@/app/pages/page-loading'
import { laterPart } from '@/components/lazy-module'
import { Failure } from '@/components/notice'
import { usePageTitle } from '@/components/page-title'
import { words } from '@/i18n/messages'

const useDashboardPage = laterPart(async () => {
  const { DashboardPage } = await import('./dashboard-page')
  return DashboardPage
})

export function DashboardPlace() {
  const { part: Page, failed, retry } = useDashboardPage()
  const says = words.dashboard
  usePageTitle(says.title)
  if (Page) return <Page />
  if (!failed) return <PageLoading />
  return (
    <Failure as="h1" title={says.failedTitle} error={new ApiError('unreachable')} onRetry={retry} />
  )
}
