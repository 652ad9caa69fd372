import { accessSync, constants, mkdirSync, type Stats, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve as resolvePath } from 'node:path'
import { misuse } from './failure.js'
import { type Container, OUTPUT, resolve, SURROUNDINGS } from './ports.js'

/** Where a report goes. Made before anything is computed, so that a typing error costs nothing. */
export interface Destination {
  write(text: string): Promise<void>
}

export function destination(container: Container, path: string | undefined): Destination {
  const output = resolve(container, OUTPUT)
  if (path === undefined) return { write: async (text) => output.out(text) }
  const file = fileAt(container, path)
  return { write: (text) => replace(container, file, text) }
}

/** The destinations of files in a folder, which is made if only its last part is missing. */
export function folderDestination(container: Container, path: string): (name: string) => Destination {
  const { folder } = resolve(container, SURROUNDINGS)
  const place = resolvePath(folder, path)
  const found = look(place)
  if (found !== undefined && !found.isDirectory()) throw misuse(`invalid out: ${path} is a file; expected a folder`)
  if (found === undefined) {
    writable(dirname(place), path)
    try {
      mkdirSync(place)
    } catch (error) {
      throw misuse(`invalid out: cannot make the folder ${path} (${(error as NodeJS.ErrnoException).code})`, error)
    }
  }
  writable(place, path)
  return (name) => ({ write: (text) => replace(container, fileAt(container, join(place, name)), text) })
}

/** A file that can be written, by the looks of it. */
function fileAt(container: Container, path: string): string {
  const file = resolvePath(resolve(container, SURROUNDINGS).folder, path)
  const found = look(file)
  if (found?.isDirectory() || /[/\\]$/.test(path)) {
    throw misuse(`invalid out: ${path} is a folder; expected a file, such as ${join(path, 'result.json')}`)
  }
  // what is not a file, such as /dev/null, must not be renamed over
  if (found !== undefined && !found.isFile()) throw misuse(`invalid out: ${path} is no regular file; expected a file`)
  if (found !== undefined && !allowed(file)) throw misuse(`invalid out: ${path} is not writable`)
  writable(dirname(file), path)
  return file
}

/** Written beside the file, then renamed: a reader sees the old text or the new one. */
async function replace(container: Container, file: string, text: string): Promise<void> {
  const { default: writeFileAtomic } = await import('write-file-atomic')
  const shown = relative(resolve(container, SURROUNDINGS).folder, file) || basename(file)
  const name = shown.startsWith('..') ? file : shown
  try {
    await writeFileAtomic(file, text)
  } catch (error) {
    throw new Error(`cannot write ${name}: ${(error as Error).message}`, { cause: error })
  }
  resolve(container, OUTPUT).err(`wrote ${name}\n`)
}

function writable(folder: string, path: string): void {
  if (look(folder)?.isDirectory() !== true) {
    throw misuse(`invalid out: ${path}; there is no folder ${folder}; make it first`)
  }
  if (!allowed(folder)) throw misuse(`invalid out: ${path}; the folder ${folder} is not writable`)
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
