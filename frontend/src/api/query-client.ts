/** The query cache's settings. */

import { QueryClient } from '@tanstack/react-query'
import { ApiError } from './error'

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // An on-premises machine without a route to the internet reports itself offline; ask anyway.
        networkMode: 'always',
        staleTime: 15_000,
        retry: (failures, error) => error instanceof ApiError && error.retryable && failures < 2,
      },
      mutations: { networkMode: 'always' },
    },
  })
}
