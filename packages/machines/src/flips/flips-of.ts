import { type Cost, checkInstance, type Instance } from '@gardner/core'
import { bitFlips } from './bits.js'
import type { Flips } from './flips.js'
import { realFlips } from './real.js'
import { tableFlips } from './table.js'

/**
 * Replicas of an instance whose weights can be flipped, by the fastest way that gives the change of this cost: by bits, by tables, or
 * by real fields. Where two ways could, they give the same numbers.
 *
 * @param instance of ±1 weights
 * @param replicas how many, 1 … 255
 * @param cost what the energy is a sum of: `{ kind: 'errors' }`, or another {@link Cost}
 * @throws INVALID_OPTION if the cost or the instance is none
 * @example
 * const flips = flipsOf(machine, 1, { kind: 'errors' })
 * flips.load(0, randomWeights(machine, random))
 * const change = flips.delta(0, 7)
 * if (change < 0) flips.flip(0, 7, change)
 */
export function flipsOf(instance: Instance, replicas: number, cost: Cost): Flips {
  checkInstance(instance)
  if (instance.patterns.kind === 'real') return realFlips(instance, replicas, cost)
  const bits = cost.kind === 'errors' ? bitFlips(instance, replicas) : undefined
  return bits ?? tableFlips(instance, replicas, cost)
}
