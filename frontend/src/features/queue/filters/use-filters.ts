/** The queue's filters; the URL is their only home. */

import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { type Filters, filtersFromParams, paramsFromFilters } from '@/tickets/filters'

type Setter = (change: (before: Filters) => Filters, options?: { replace?: boolean }) => void

export function useFilters(): [Filters, Setter] {
  const [params, setParams] = useSearchParams()
  const filters = useMemo(() => filtersFromParams(params), [params])
  const set = useCallback<Setter>(
    (change, options) => setParams(paramsFromFilters(change(filters)), options),
    [filters, setParams],
  )
  return [filters, set]
}
