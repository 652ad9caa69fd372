import { readFileSync } from 'node:fs'
import { resolve as resolvePath } from 'node:path'
import { misuse } from '../failure.js'
import { CLAIMS, type Container, resolve, SURROUNDINGS } from '../ports.js'
import { reasonOf } from './reason.js'

/** The bytes of a file that an option or an argument names. */
export function bytesOf(container: Container, path: string, what: string): Buffer {
  const file = resolvePath(resolve(container, SURROUNDINGS).folder, path)
  resolve(container, CLAIMS).read(file, path, what)
  try {
    return readFileSync(file)
  } catch (error) {
    throw misuse(`cannot read ${what} ${path}: ${reasonOf(error)}`, error)
  }
}

/** The same as text. */
export const textOf = (container: Container, path: string, what: string): string =>
  plain(bytesOf(container, path, what).toString('utf8'))

/** Without the byte-order mark that some editors put in front. */
export const plain = (text: string): string => text.replace(/^\uFEFF/, '')
