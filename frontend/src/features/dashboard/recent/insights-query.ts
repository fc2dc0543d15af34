/** The query for the figures of the last days. */

import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import { keys } from '@/tickets/api/keys'

export function insightsQuery(days: number) {
  return queryOptions({
    queryKey: keys.insights(days),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/tickets/insights/', { params: { query: { days } }, signal })),
    placeholderData: keepPreviousData,
  })
}
