import { getSystemErrorMap } from 'node:util'
import { messageOf } from '../session/failure.js'

/** Why a file could not be read or written: `no space left on device (ENOSPC)`, without the name of the call. */
export function reasonOf(error: unknown): string {
  const [code, text] = getSystemErrorMap().get((error as NodeJS.ErrnoException)?.errno ?? 0) ?? []
  return code === undefined ? messageOf(error) : `${text} (${code})`
}

/** A file that could not be written, by the name that the user knows it by. */
export const unwritten = (shown: string, error: unknown): Error =>
  new Error(`cannot write ${shown}: ${reasonOf(error)}`, { cause: error })
