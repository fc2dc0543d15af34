/** The way to the server: a typed client, and `answer`, which returns the body or throws ApiError. */

import createClient from 'openapi-fetch'
import { ApiError } from './error'
import { reportStatus } from './reachability'
import type { paths } from './schema'

/** Longer than any request takes on purpose, so that no page waits for ever. */
const TIMEOUT_MS = 30_000

export const api = createClient<paths>({
  baseUrl: globalThis.location.origin,
  querySerializer: { array: { style: 'form', explode: true } },
  fetch: fetchWithTimeout,
})

type Result<T> = { data?: T; error?: unknown; response: Response }

/** Raises ApiError for every failure except an abort, which passes through as the browser raised it. */
export async function unwrap<T>(request: Promise<Result<T>>): Promise<T> {
  let result: Result<T>
  try {
    result = await request
  } catch (cause) {
    throw asApiError(cause)
  }
  const { data, error, response } = result
  if (!response.ok || data === undefined) throw new ApiError('http', response.status, error)
  return data
}

async function fetchWithTimeout(request: Request): Promise<Response> {
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(TIMEOUT_MS)])
  try {
    const response = await globalThis.fetch(request, { signal })
    reportStatus(response.status)
    return response
  } catch (error) {
    // Whoever leaves a page ends its requests; that says nothing about the desk.
    if (!request.signal.aborted) reportStatus(null)
    throw error
  }
}

function asApiError(cause: unknown): unknown {
  if (!(cause instanceof Error)) return cause
  if (cause.name === 'AbortError') return cause
  if (cause.name === 'TimeoutError') return new ApiError('timeout', null, null, { cause })
  // A 200 that is no JSON comes from something in between, not from the desk.
  if (cause instanceof SyntaxError) return new ApiError('http', 502, null, { cause })
  return new ApiError('unreachable', null, null, { cause })
}
