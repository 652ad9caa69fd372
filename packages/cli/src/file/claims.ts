import { misuse } from '../failure.js'
import { identityOf } from './place.js'

/**
 * The files of a command, so that none is read and written, or written twice. All reading and writing goes through here: whichever of the
 * two is asked for last is refused, which is before anything is computed.
 */
export interface Claims {
  /** A file that is read: `what` it is, such as `instance`, and the path that was typed. */
  read(file: string, path: string, what: string): void
  /** A file that will be written, by the option that named it. */
  write(file: string, path: string, option: string): void
}

interface Claim {
  readonly path: string
  readonly name: string
}

export function claims(): Claims {
  const read = new Map<string, Claim>()
  const written = new Map<string, Claim>()
  return {
    read: (file, path, name) => {
      const identity = identityOf(file)
      read.set(identity, { path, name })
      const other = written.get(identity)
      if (other !== undefined) throw replaced(other, { path, name })
    },
    write: (file, path, name) => {
      const identity = identityOf(file)
      const [input, output] = [read.get(identity), written.get(identity)]
      if (input !== undefined) throw replaced({ path, name }, input)
      if (output !== undefined && output.name !== name) {
        throw misuse(`invalid ${name}: ${path} is the file of --${output.name}, too; expected another one`)
      }
      written.set(identity, { path, name })
    },
  }
}

const replaced = (output: Claim, input: Claim) =>
  misuse(
    `invalid ${output.name}: ${output.path} would replace the ${input.name}${
      input.path === output.path ? '' : ` ${input.path}`
    }; expected another file`,
  )
