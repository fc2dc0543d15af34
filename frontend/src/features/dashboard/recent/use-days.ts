/** How many days the dashboard looks back: held in the page's address, so that it can be shared. */

import { useSearchParams } from 'react-router'

export const DAYS = [7, 30, 90] as const
const USUAL = 30

export function useDays(): [number, (days: number) => void] {
  const [params, setParams] = useSearchParams()
  const given = Number(params.get('days'))
  const days = DAYS.find((it) => it === given) ?? USUAL
  const set = (wanted: number) =>
    setParams(wanted === USUAL ? {} : { days: String(wanted) }, { replace: true })
  return [days, set]
}
