import { readFileSync } from 'node:fs'
import { resolve as resolvePath } from 'node:path'
import { usageError } from '../session/failure.js'
import type { Files } from '../session/session.js'
import { reasonOf } from './reason.js'

/** The bytes of a file that an option or an argument names. */
export function bytesOf(files: Pick<Files, 'folder' | 'claims'>, path: string, what: string): Buffer {
  const file = resolvePath(files.folder, path)
  files.claims.read(file, path, what)
  try {
    return readFileSync(file)
  } catch (error) {
    throw usageError(`cannot read ${what} ${path}: ${reasonOf(error)}`, error)
  }
}

/** The same as text. */
export const textOf = (files: Pick<Files, 'folder' | 'claims'>, path: string, what: string): string =>
  plain(bytesOf(files, path, what).toString('utf8'))

/** Without the byte-order mark that some editors put in front. */
export const plain = (text: string): string => text.replace(/^\uFEFF/, '')
