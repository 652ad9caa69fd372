import type { Instance } from '@gardner/core'
import { formatNpy, parseNpy } from '@gardner/machines'
import { fileDestination } from '../file/destination.js'
import { bytesOf } from '../file/reading.js'
import { usageError } from '../session/failure.js'
import type { Session } from '../session/session.js'
import { decoded } from './instance-input.js'

/** A .npy file for weights, a row for each replica: whole numbers of a byte if they are ±1, doubles if not. */
export function weightsDestination(session: Session, path: string) {
  if (!/\.npy$/i.test(path)) throw usageError(`invalid save: ${path}; expected a file of numpy, such as weights.npy`)
  const place = fileDestination(session, path, 'save')
  return async ({ size }: Instance, replicas: readonly Float64Array[]): Promise<void> => {
    const binary = replicas.every((weights) => weights.every((w) => w === 1 || w === -1))
    const values = binary ? new Int8Array(replicas.length * size) : new Float64Array(replicas.length * size)
    for (const [a, weights] of replicas.entries()) values.set(weights, a * size)
    await place.write(formatNpy({ shape: [replicas.length, size], values }))
  }
}

/** How far Σ W² of a unit may be off, relative to the number of its inputs. */
const ROUNDING = 1e-9

/** The replicas of a .npy file, a row for each, or the only one; refused if they are not of the machine. */
export function readWeights(session: Session, path: string, { problem, size, fan }: Instance): Float64Array[] {
  const bytes = bytesOf(session, path, 'weights')
  return decoded(path, 'weights', () => {
    const { shape, values } = parseNpy(bytes)
    const [replicas, columns] = shape.length === 1 ? [1, shape[0]] : shape
    if (columns !== size || replicas === 0) {
      throw usageError(`there are ${shape.join(' × ')} numbers; expected rows of ${size} weights, one for each replica`)
    }
    const rows = Array.from({ length: replicas }, (_, a) =>
      Float64Array.from(values.subarray(a * size, (a + 1) * size)),
    )
    for (const [a, weights] of rows.entries()) {
      if (problem.weights.kind === 'sphere') checkNorms(weights, fan, a)
      else {
        const wrong = weights.findIndex((w) => w !== 1 && w !== -1)
        if (wrong >= 0)
          throw usageError(`weight ${wrong + 1} of replica ${a + 1} is ${weights[wrong]}; expected 1 or -1`)
      }
    }
    return rows
  })
}

function checkNorms(weights: Float64Array, fan: number, replica: number): void {
  for (let from = 0; from < weights.length; from += fan) {
    const square = weights.subarray(from, from + fan).reduce((sum, w) => sum + w * w, 0)
    // also where it is not a number
    if (!(Math.abs(square / fan - 1) < ROUNDING)) {
      throw usageError(`Σ W² of unit ${from / fan + 1} of replica ${replica + 1} is ${square}; expected ${fan}`)
    }
  }
}
