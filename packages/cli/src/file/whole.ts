import * as node from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { realPlace } from './place.js'
import { remove, temporaryName, tidy } from './temporary.js'

/** The calls that write, for a test to be a full disk. */
export type Disk = Pick<typeof node, 'openSync' | 'writeSync' | 'fsyncSync' | 'fstatSync' | 'closeSync' | 'renameSync'>

/**
 * Replaces a file whole or not at all: a reader sees the old one or the new one, and where a disk is full, a quota used up or the program killed
 * the old one stays. Written beside it, every byte counted, flushed, its size looked at, then renamed.
 */
export function writeWhole(file: string, content: string | Uint8Array, disk: Disk = node): void {
  const target = realPlace(file)
  const folder = dirname(target)
  // makes room, too
  tidy(folder)
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  const before = node.statSync(target, { throwIfNoEntry: false })
  const [temporary, descriptor] = opened(folder, basename(target), before?.mode, disk)
  try {
    try {
      writeAll(descriptor, bytes, disk)
      flush(descriptor, disk)
      const { size } = disk.fstatSync(descriptor)
      if (size !== bytes.length) throw new Error(`only ${size} of ${bytes.length} bytes were written`)
      if (before !== undefined) inherit(descriptor, before)
    } finally {
      // over a network this is where a quota is told
      disk.closeSync(descriptor)
    }
    disk.renameSync(temporary, target)
  } catch (error) {
    remove(temporary)
    throw error
  }
}

/** Adds to the end of a file, whole or not at all. */
export function appendWhole(file: string, text: string, disk: Disk = node): void {
  const descriptor = disk.openSync(file, 'a')
  try {
    const { size } = disk.fstatSync(descriptor)
    try {
      writeAll(descriptor, Buffer.from(text), disk)
    } catch (error) {
      node.ftruncateSync(descriptor, size)
      throw error
    }
  } finally {
    disk.closeSync(descriptor)
  }
}

/** Writes every byte: the system may take fewer than it is given, and says why only when it is asked to take the rest. */
export function writeAll(descriptor: number, bytes: Uint8Array, disk: Pick<Disk, 'writeSync'> = node): void {
  for (let done = 0; done < bytes.length; ) {
    const taken = disk.writeSync(descriptor, bytes, done, bytes.length - done)
    if (taken <= 0) throw new Error(`only ${done} of ${bytes.length} bytes were written`)
    done += taken
  }
}

/** What is still on its way to the disk may fail there. Some file systems have nothing to flush. */
export function flush(descriptor: number, disk: Pick<Disk, 'fsyncSync'> = node): void {
  try {
    disk.fsyncSync(descriptor)
  } catch (error) {
    if (!['EINVAL', 'ENOTSUP', 'ENOSYS', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}

/** A new file beside the one that it will replace, as private as that. */
function opened(folder: string, name: string, mode: number | undefined, disk: Disk): [string, number] {
  const temporary = join(folder, temporaryName(name))
  try {
    return [temporary, disk.openSync(temporary, 'wx', mode === undefined ? 0o666 : mode & 0o777)]
  } catch (error) {
    // what another thread of this process is writing
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return opened(folder, name, mode, disk)
    throw error
  }
}

/** The owner, as far as it is ours to give, and the permissions of the old file. */
function inherit(descriptor: number, { uid, gid, mode }: node.Stats): void {
  for (const change of [() => node.fchownSync(descriptor, uid, gid), () => node.fchmodSync(descriptor, mode & 0o7777)])
    try {
      change()
    } catch {
      // not ours to give: the content matters more
    }
}
