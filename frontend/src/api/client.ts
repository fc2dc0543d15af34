/** The typed API client, and `unwrap`, which returns the body of a response or throws ApiError. */

import createClient from 'openapi-fetch'
import { reportServerTime } from '@/lib/clock'
import { ApiError } from './error'
import { reportStatus } from './reachability'
import type { paths } from './schema'

/** No request takes longer on purpose. */
const TIMEOUT_MS = 30_000

export const api = createClient<paths>({
  baseUrl: globalThis.location.origin,
  querySerializer: { array: { style: 'form', explode: true } },
  fetch: fetchWithTimeout,
})

type Result<T> = { data?: T; error?: unknown; response: Response }

/** Throws ApiError for every failure but an abort, which is thrown as the browser raised it. */
export async function unwrap<T>(request: Promise<Result<T>>): Promise<T> {
  let result: Result<T>
  try {
    result = await request
  } catch (cause) {
    throw toApiError(cause)
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
    reportServerTime(response.headers)
    return response
  } catch (error) {
    // Leaving a page aborts its requests; that says nothing about the server.
    if (!request.signal.aborted) reportStatus(null)
    throw error
  }
}

function toApiError(cause: unknown): unknown {
  if (!(cause instanceof Error)) return cause
  if (cause.name === 'AbortError') return cause
  if (cause.name === 'TimeoutError') return new ApiError('timeout', null, null, { cause })
  // A 200 that is not JSON comes from a proxy in between, not from the API.
  if (cause instanceof SyntaxError) return new ApiError('http', 502, null, { cause })
  return new ApiError('unreachable', null, null, { cause })
}
