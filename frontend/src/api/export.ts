/** Asks whether an export could start. A download shows none of its errors, so the page asks before it starts one. */

import { ApiError } from './error'

const TIMEOUT_MS = 10_000

/** Throws ApiError; its code is `export_busy` while other exports run. */
export async function requireExport(url: string): Promise<void> {
  let response: Response
  try {
    response = await globalThis.fetch(url, {
      method: 'HEAD',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
  } catch (cause) {
    const isLate = cause instanceof Error && cause.name === 'TimeoutError'
    throw new ApiError(isLate ? 'timeout' : 'unreachable', null, null, { cause })
  }
  if (response.ok) return
  // An answer to HEAD has no body. The web server's own 429 has no Retry-After.
  const isBusy = response.status === 429 && response.headers.has('Retry-After')
  const body = isBusy ? { codes: { detail: 'export_busy' } } : null
  throw new ApiError('http', response.status, body)
}
