import { readlinkSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'

/** Links that lead in a circle lead nowhere. */
const MOST_LINKS = 40

/** The path of a file without links in it, also of one that is not there yet. */
export function realPlace(path: string, links = MOST_LINKS): string {
  try {
    return realpathSync.native(path)
  } catch {
    const target = links > 0 ? linkAt(path) : undefined
    if (target !== undefined) return realPlace(resolve(dirname(path), target), links - 1)
    return join(realFolder(dirname(path)), basename(path))
  }
}

/** The same for all names of one file: hard and symbolic links, `./x`, capital letters where they make no difference. */
export function identityOf(path: string): string {
  const place = realPlace(path)
  const found = statSync(place, { bigint: true, throwIfNoEntry: false })
  if (found !== undefined) return `${found.dev}:${found.ino}`
  const sameCase = process.platform === 'win32' || process.platform === 'darwin'
  return sameCase ? place.normalize('NFC').toLowerCase() : place
}

function linkAt(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch {
    return undefined
  }
}

function realFolder(path: string): string {
  try {
    return realpathSync.native(path)
  } catch {
    return path
  }
}
