import type { Session } from './session.js'

/** A line on stderr; among several answers it says of which. */
export function remark({ err, which: { name } }: Pick<Session, 'err' | 'which'>, text: string): void {
  err(`gardner: ${name === '' ? '' : `${name}: `}${text}\n`)
}
