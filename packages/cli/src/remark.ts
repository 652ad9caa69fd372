import { type Container, OUTPUT, resolve, WHICH } from './ports.js'

/** A line on stderr; among several answers it says of which. */
export function remark(container: Container, text: string): void {
  const { name } = resolve(container, WHICH)
  resolve(container, OUTPUT).err(`gardner: ${name === '' ? '' : `${name}: `}${text}\n`)
}
