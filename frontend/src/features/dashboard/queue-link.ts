/** Where a figure leads: the queue, narrowed to the tickets that it counts. */

type Narrowed = {
  status?: readonly string[]
  source?: string
  outcome?: string
  changed?: string
  from?: string | null
  to?: string | null
}

/** `from` and `to` are days, both counted; null and what is not given do not narrow. */
export function queueLink({ status = [], source, outcome, changed, from, to }: Narrowed) {
  const params = new URLSearchParams(status.map((it) => ['status', it]))
  const others = { source, outcome, changed, created_from: from, created_to: to }
  for (const [name, value] of Object.entries(others)) {
    if (value) params.set(name, value)
  }
  return `/?${params}`
}
