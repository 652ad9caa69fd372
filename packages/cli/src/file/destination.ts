import { accessSync, constants, mkdirSync, type Stats, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve as resolvePath } from 'node:path'
import { usageError } from '../session/failure.js'
import type { Files } from '../session/session.js'
import { unwritten } from './reason.js'
import { writeWhole } from './whole.js'

/** Where a report goes. Made before anything is computed, so that a typing error costs nothing. */
export interface Destination {
  write(content: string | Uint8Array): Promise<void>
}

export function destination(files: Files, path: string | undefined): Destination {
  if (path === undefined) return { write: async (content) => files.out(String(content)) }
  return fileDestination(files, path)
}

/** A file that an option names. */
export function fileDestination(files: Files, path: string, option = 'out'): Destination {
  const file = fileAt(files, path, option)
  return { write: async (content) => replace(files, file, content) }
}

/** The destinations of files in a folder, which is made if only its last part is missing. */
export function folderDestination(files: Files, path: string): (name: string) => Destination {
  const { folder } = files
  const place = resolvePath(folder, path)
  const found = look(place)
  if (found !== undefined && !found.isDirectory()) throw usageError(`invalid out: ${path} is a file; expected a folder`)
  if (found === undefined) {
    writable(dirname(place), path, 'out')
    try {
      mkdirSync(place)
    } catch (error) {
      throw usageError(`invalid out: cannot make the folder ${path} (${(error as NodeJS.ErrnoException).code})`, error)
    }
  }
  writable(place, path, 'out')
  return (name) => fileDestination(files, join(path, name))
}

/** A file that can be written, by the looks of it, and that the command does not read. */
export function fileAt(files: Files, path: string, option: string): string {
  const file = resolvePath(files.folder, path)
  const found = look(file)
  if (found?.isDirectory() || /[/\\]$/.test(path)) {
    throw usageError(`invalid ${option}: ${path} is a folder; expected a file, such as ${join(path, 'result.json')}`)
  }
  // what is not a file, such as /dev/null, must not be renamed over
  if (found !== undefined && !found.isFile())
    throw usageError(`invalid ${option}: ${path} is no regular file; expected a file`)
  if (found !== undefined && !allowed(file)) throw usageError(`invalid ${option}: ${path} is not writable`)
  writable(dirname(file), path, option)
  files.claims.write(file, path, option)
  return file
}

function replace(files: Files, file: string, content: string | Uint8Array): void {
  const shown = relative(files.folder, file) || basename(file)
  const name = shown.startsWith('..') ? file : shown
  try {
    writeWhole(file, content)
  } catch (error) {
    throw unwritten(name, error)
  }
  files.err(`wrote ${name}\n`)
}

function writable(folder: string, path: string, option: string): void {
  if (look(folder)?.isDirectory() !== true) {
    throw usageError(`invalid ${option}: ${path}; there is no folder ${folder}; make it first`)
  }
  if (!allowed(folder)) throw usageError(`invalid ${option}: ${path}; the folder ${folder} is not writable`)
}

function look(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch {
    // a part of the path is a file
    return undefined
  }
}

function allowed(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}
