import { fstatSync } from 'node:fs'
import { unwritten } from './reason.js'
import { flush, writeAll } from './whole.js'

/**
 * Writes text to a stream of the process. Where that is a file, every byte is counted: Node's own stream takes a write that a full disk cut short
 * for a whole one.
 */
export function textTo(stream: NodeJS.WriteStream & { readonly fd: number }, name: string): (text: string) => void {
  if (!isFile(stream.fd)) return (text) => void stream.write(text)
  return (text) => {
    try {
      writeAll(stream.fd, Buffer.from(text))
      flush(stream.fd)
    } catch (error) {
      throw unwritten(name, error)
    }
  }
}

function isFile(descriptor: number): boolean {
  try {
    const found = fstatSync(descriptor)
    return found.isFile()
  } catch {
    return false
  }
}
