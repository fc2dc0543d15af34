/** The URL of the queue with the filters behind a figure. */

type QueueFilters = {
  status?: readonly string[]
  source?: string
  outcome?: string
  changed?: string
  from?: string | null
  to?: string | null
}

/** `from` and `to` are days, both inclusive; null and undefined set no filter. */
export function queueLink({ status = [], source, outcome, changed, from, to }: QueueFilters) {
  const params = new URLSearchParams(status.map((it) => ['status', it]))
  const others = { source, outcome, changed, created_from: from, created_to: to }
  for (const [name, value] of Object.entries(others)) {
    if (value) params.set(name, value)
  }
  return `/?${params}`
}
