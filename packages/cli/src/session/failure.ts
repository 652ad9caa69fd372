import { GardnerError, isGardnerError } from '@gardner/core'

/** Exit codes: a contract with scripts. */
export const DONE = 0
export const FAILED = 1
export const MISUSED = 2
export const INTERRUPTED = 130

/** A wrong use of the command line that has no value to blame. */
export const usageError = (message: string, cause?: unknown): GardnerError =>
  new GardnerError('INVALID_OPTION', message, cause === undefined ? undefined : { cause })

/** What finite machines do not suit is a matter of the options: of sizes, methods, weights. */
export async function unsuitableIsUsageError<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isGardnerError(error) && error.code === 'UNSUITABLE') throw usageError(error.message, error)
    throw error
  }
}

export const exitCodeOf = (error: unknown): number =>
  isGardnerError(error) && ['INVALID_OPTION', 'UNKNOWN_NAME', 'DUPLICATE_NAME'].includes(error.code) ? MISUSED : FAILED

/** One line, whatever was thrown. */
export function messageOf(error: unknown): string {
  const named = error instanceof Error && (isGardnerError(error) || error.name === 'Error')
  const text = named ? error.message : String(error)
  return text.trim().replace(/\s*\n\s*/g, ' ')
}

/** The stack of an error and of what caused it. */
export function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  const own = error.stack ?? error.message
  return error.cause instanceof Error ? `${own}\ncaused by ${stackOf(error.cause)}` : own
}
