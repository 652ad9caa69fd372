import { GardnerError, isGardnerError } from '@gardner/core'

/** A file of results that cannot be read or drawn, and why: an error of code INVALID_OPTION. */
export const usageError = (message: string, cause?: unknown): GardnerError =>
  new GardnerError('INVALID_OPTION', message, cause === undefined ? undefined : { cause })

/** One line, whatever was thrown. */
export function messageOf(error: unknown): string {
  const named = error instanceof Error && (isGardnerError(error) || error.name === 'Error')
  const text = named ? error.message : String(error)
  return text.trim().replace(/\s*\n\s*/g, ' ')
}
