/** The one error that every request of these pages raises. */

import { serverSentence } from '@/i18n/server-sentence'

export type FieldErrors = Record<string, string[]>

type Kind = 'unreachable' | 'timeout' | 'http'

/** `kind` says what went wrong, `status` and `body` what the server answered, if it did. */
export class ApiError extends Error {
  override readonly name = 'ApiError'

  constructor(
    readonly kind: Kind,
    readonly status: number | null = null,
    readonly body: unknown = null,
    options?: ErrorOptions,
  ) {
    super(detailOf(body) ?? (status === null ? kind : `${kind} ${status}`), options)
  }

  /** The server's own sentence about the whole request, if it gave one. */
  get detail(): string | null {
    return detailOf(this.body)
  }

  /** The server's sentences by field, in the reader's words; empty unless it refused particular fields. */
  get fields(): FieldErrors {
    if (this.status !== 400 || !isRecord(this.body)) return {}
    const entries = Object.entries(this.body).filter(([name]) => name !== 'detail')
    return Object.fromEntries(entries.map(([name, value]) => [name, sentences(value)]))
  }

  /** Whether the same request may well succeed in a moment. */
  get passing(): boolean {
    return this.status === null || this.status >= 500 || this.status === 429
  }
}

function detailOf(body: unknown): string | null {
  return isRecord(body) && typeof body.detail === 'string' ? body.detail : null
}

function sentences(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(sentences)
  if (isRecord(value)) return Object.values(value).flatMap(sentences)
  return [serverSentence(String(value))]
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
