/** The dashboard's period in days, stored in the URL. */

import { useSearchParams } from 'react-router'

export const DAYS = [7, 30, 90] as const
const DEFAULT_DAYS = 30

export function useDays(): [number, (days: number) => void] {
  const [params, setParams] = useSearchParams()
  const given = Number(params.get('days'))
  const days = DAYS.find((it) => it === given) ?? DEFAULT_DAYS
  const set = (wanted: number) =>
    setParams(wanted === DEFAULT_DAYS ? {} : { days: String(wanted) }, { replace: true })
  return [days, set]
}
