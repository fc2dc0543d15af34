/** The one error that every request raises. */

type Kind = 'unreachable' | 'timeout' | 'http'

/** What is wrong with a field: the API's machine code, null where it gave none, and its own English sentence. */
export type FieldProblem = { readonly code: string | null; readonly message: string }

/** `kind` tells what went wrong; `status` and `body` are the server's answer, if there was one. */
export class ApiError extends Error {
  override readonly name = 'ApiError'

  constructor(
    readonly kind: Kind,
    readonly status: number | null = null,
    readonly body: unknown = null,
    options?: ErrorOptions,
  ) {
    super(textOf(body, 'detail') ?? (status === null ? kind : `${kind} ${status}`), options)
  }

  /** The server's own sentence about the whole request, if it gave one. */
  get detail(): string | null {
    return textOf(this.body, 'detail')
  }

  /** The machine code of `detail`. */
  get code(): string | null {
    return textOf(codesOf(this.body), 'detail')
  }

  /** The problems by field, nested ones in one list; empty unless the server refused particular fields. */
  get fields(): Record<string, FieldProblem[]> {
    if (this.status !== 400 || !isRecord(this.body)) return {}
    const codes = codesOf(this.body)
    // `codes` mirrors the other keys; no field is ever called so.
    const names = Object.keys(this.body).filter((it) => it !== 'detail' && it !== 'codes')
    return Object.fromEntries(names.map((it) => [it, problems(at(this.body, it), at(codes, it))]))
  }

  /** Whether the same request may well succeed in a moment. */
  get retryable(): boolean {
    return this.status === null || this.status >= 500 || this.status === 429
  }
}

/** Walks the sentences and their codes, which are nested alike. */
function problems(message: unknown, code: unknown): FieldProblem[] {
  if (typeof message === 'object' && message !== null) {
    return Object.entries(message).flatMap(([key, inner]) => problems(inner, at(code, key)))
  }
  return [{ code: typeof code === 'string' ? code : null, message: String(message) }]
}

function codesOf(body: unknown): unknown {
  return at(body, 'codes')
}

function textOf(value: unknown, key: string): string | null {
  const text = at(value, key)
  return typeof text === 'string' ? text : null
}

function at(value: unknown, key: string): unknown {
  return isRecord(value) || Array.isArray(value)
    ? (value as Record<string, unknown>)[key]
    : undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
