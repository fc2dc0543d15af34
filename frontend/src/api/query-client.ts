/** The query cache's settings. */

import { QueryClient } from '@tanstack/react-query'
import { ApiError } from './error'

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // A browser without a route to the internet calls itself offline, although it reaches an on-premises server.
        networkMode: 'always',
        staleTime: 15_000,
        retry: (failures, error) => error instanceof ApiError && error.retryable && failures < 2,
      },
      mutations: { networkMode: 'always' },
    },
  })
}
