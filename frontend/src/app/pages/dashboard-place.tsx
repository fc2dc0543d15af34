/** Where the dashboard is shown: its code is loaded only when it is visited. */

import { Failure } from '@/components/notice'
import { ApiError } from '@/lib/api-error'
import { laterPart } from '@/lib/later-part'
import { usePageTitle } from '@/lib/page-title'
import { words } from '@/lib/words'
import { PageLoading } from './page-loading'

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
