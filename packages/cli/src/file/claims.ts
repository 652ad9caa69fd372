import { usageError } from '../session/failure.js'
import type { Claims } from '../session/session.js'
import { identityOf } from './place.js'

interface Claim {
  readonly path: string
  readonly name: string
}

/** All reading and writing goes through here: whichever of the two is asked for last is refused, before anything is computed. */
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
        throw usageError(`invalid ${name}: ${path} is the file of --${output.name}, too; expected another one`)
      }
      written.set(identity, { path, name })
    },
  }
}

const replaced = (output: Claim, input: Claim) =>
  usageError(
    `invalid ${output.name}: ${output.path} would replace the ${input.name}${
      input.path === output.path ? '' : ` ${input.path}`
    }; expected another file`,
  )
