/** The query for the dashboard's figures. */

import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import { keys } from '@/tickets/api/keys'

export const statsQuery = queryOptions({
  queryKey: keys.stats,
  queryFn: ({ signal }) => unwrap(api.GET('/api/tickets/stats/', { signal })),
})
