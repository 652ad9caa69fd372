/** What went wrong, as a stable word a caller can branch on. Recognise errors by it, not by `instanceof`. */
export type ErrorCode =
  | 'INVALID_OPTION'
  | 'UNKNOWN_NAME'
  | 'DUPLICATE_NAME'
  | 'UNSUITABLE'
  | 'NOT_CONVERGED'
  | 'PLUGIN_FAILURE'
  | 'WORKER_FAILURE'

/** The base of every error Gardner throws on purpose. The message says what was wrong and what was expected. */
export class GardnerError extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'GardnerError'
    this.code = code
  }
}

/** True for errors of Gardner, also those of a second copy of this package. */
export const isGardnerError = (error: unknown): error is GardnerError =>
  error instanceof Error && error.name === 'GardnerError' && typeof (error as { code?: unknown }).code === 'string'

/** An option has a value that has no meaning. */
export const invalid = (name: string, value: unknown, expected: string): GardnerError =>
  new GardnerError('INVALID_OPTION', `invalid ${name}: ${show(value)}; expected ${expected}`)

/** The question has no answer for this problem; `reason` says why and what to ask instead. */
export const unsuitable = (reason: string): GardnerError => new GardnerError('UNSUITABLE', reason)

/** Code of a plugin threw something of its own; the message names the owner, the cause is kept. */
export const pluginFailure = (owner: string, cause: unknown): GardnerError =>
  new GardnerError('PLUGIN_FAILURE', `${owner} threw: ${cause instanceof Error ? cause.message : show(cause)}`, {
    cause,
  })

/** A value as a short piece of a message. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'function') return `function ${value.name || '(anonymous)'}`
  if (typeof value === 'object' && value !== null) {
    const text = safeJson(value)
    return text.length > 80 ? `${text.slice(0, 77)}...` : text
  }
  return Object.is(value, -0) ? '-0' : String(value)
}

function safeJson(value: object): string {
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    return Object.prototype.toString.call(value)
  }
}
