import { existsSync, lstatSync, type Stats, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve as resolvePath } from 'node:path'

/** Who runs this; on Windows files are not told apart by their owners. */
const user = process.getuid?.()

/** What every user may write. */
const BY_ALL = 0o002

/**
 * The last folder, going up from one, in which what is found may be used unasked: the root of the repository, else the folder of the nearest
 * package.json, else the home, else the last of those that belong to the user. No folder above one that every user can write.
 */
export function edgeOf(folder: string, home = homedir()): string {
  const above = upwards(resolvePath(folder), home)
  const has = (name: string) => above.find((place) => existsSync(join(place, name)))
  return has('.git') ?? has('package.json') ?? (above.includes(home) ? home : lastOwn(above))
}

/** Why the code in a file should not be run unasked: others than the user and the superuser wrote it, or can; undefined where they can't. */
export function distrusted(file: string): string | undefined {
  const stats = [statOf(file), statOf(file, lstatSync)]
  for (const found of stats) {
    const uid = found?.uid
    if (user !== undefined && uid !== undefined && uid !== user && uid !== 0) {
      return `it belongs to another user (${uid})`
    }
  }
  return user !== undefined && (stats[0]?.mode ?? 0) & BY_ALL ? 'every user can write it' : undefined
}

function statOf(path: string, look: typeof statSync | typeof lstatSync = statSync): Stats | undefined {
  try {
    return look(path, { throwIfNoEntry: false }) as Stats | undefined
  } catch {
    return undefined
  }
}

/** A folder and those above it: up to the home if that is one of them, and to one that every user can write. */
function upwards(folder: string, home: string): readonly string[] {
  const above = [folder]
  for (let place = folder; place !== home && dirname(place) !== place; ) {
    place = dirname(place)
    if (user !== undefined && (statOf(place)?.mode ?? 0) & BY_ALL) break
    above.push(place)
  }
  return above
}

function lastOwn(above: readonly string[]): string {
  const first = above.findIndex((place) => user !== undefined && statOf(place)?.uid !== user)
  return above[first < 0 ? above.length - 1 : Math.max(0, first - 1)]
}
