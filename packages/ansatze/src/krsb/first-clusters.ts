import type { Machine, Search } from '@gardner/core'
import { crestOf, forceAtOne, isPopulated, type Look, type Zero, zerosOf } from './potential.js'

/** A load is bracketed to this share before it is solved for. */
export const NARROW = 2e-3

/** Where the force is largest, at a load. */
export interface Crest extends Look {
  readonly alpha: number
}

/** A point next to where clusters first appear below a load, by bisection. */
export function* firstClusters(machine: Machine, largest: number, loads: readonly number[]): Search<Crest | undefined> {
  /** The crest of the force at a load, if there are clusters. */
  const clustersAt = function* (alpha: number): Search<Crest | undefined> {
    const force = yield* forceAtOne(machine, alpha, 'coarse')
    const crest = force === undefined ? undefined : yield* crestOf(force)
    const isCluster = crest !== undefined && crest.force > 1e-9 && (yield* populatedAt(machine, alpha))
    return isCluster ? { ...crest, alpha } : undefined
  }
  let high: Crest | undefined
  let low = 0
  for (const share of loads) {
    const crest = yield* clustersAt(share * largest)
    if (crest !== undefined) high = crest
    else if (high !== undefined) {
      low = share * largest
      break
    }
  }
  if (high === undefined) return undefined
  if (low === 0) low = 0.5 * high.alpha
  for (let guard = 0; guard < 20 && (yield* clustersAt(low)) !== undefined; guard++) low *= 0.5
  while (high.alpha - low > NARROW * high.alpha) {
    const middle: Crest | undefined = yield* clustersAt(0.5 * (low + high.alpha))
    if (middle !== undefined) high = middle
    else low = 0.5 * (low + high.alpha)
  }
  return high
}

/** Are there clusters of more than one solution? */
function* populatedAt(machine: Machine, alpha: number): Search<boolean> {
  if (machine.weights.kind === 'sphere') return true
  const force = yield* forceAtOne(machine, alpha)
  return force !== undefined && (yield* zerosOf(force)).some((zero) => zero.stable && isPopulated(machine, zero))
}

/** The innermost clusters at m = 1 and a load. */
export function* clustersAt(machine: Machine, alpha: number): Search<Zero | undefined> {
  const force = yield* forceAtOne(machine, alpha)
  return force === undefined
    ? undefined
    : (yield* zerosOf(force)).find((zero) => zero.stable && isPopulated(machine, zero))
}
