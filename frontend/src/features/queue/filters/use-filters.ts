/** The queue's filters; the URL is their only home. */

import { useCallback, useMemo } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { deskAddress } from '@/tickets/desk-address'
import { type Filters, filtersFromParams, paramsFromFilters } from '@/tickets/filters'

type Setter = (
  change: (before: Filters) => Filters,
  options?: { replace?: (before: Filters) => boolean },
) => void

export function useFilters(): [Filters, Setter] {
  const [params] = useSearchParams()
  const navigate = useNavigate()
  const filters = useMemo(() => filtersFromParams(params), [params])
  const set = useCallback<Setter>(
    (change, { replace } = {}) => {
      const here = deskAddress()
      // Another page was opened before a pause in typing had passed.
      if (!here) return
      const before = filtersFromParams(new URLSearchParams(here.search))
      const search = paramsFromFilters(change(before)).toString()
      navigate({ pathname: here.pathname, search }, { replace: replace?.(before) ?? false })
    },
    [navigate],
  )
  return [filters, set]
}
