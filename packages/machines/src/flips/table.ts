import { type Cost, checkInstance, type Instance, unsuitable } from '@gardner/core'
import { affordable } from '../instance.js'
import type { Random } from '../random.js'
import { bitCount } from './bit-twin.js'
import { type Flips, noInteraction } from './flips.js'
import { levelsOf } from './levels.js'
import { type Loss, lossOf } from './loss.js'
import { metropolisMoves } from './metropolis.js'

/**
 * Flips by tables: ±1 weights and patterns, any g, any cost. The fields are whole numbers and g a table over them, so a
 * proposal needs no transcendental function. For the number of errors it looks only at patterns that one flip can bring over the
 * threshold; for other costs at all P.
 */
export function tableFlips(instance: Instance, replicas: number, cost: Cost): Flips {
  checkInstance(instance)
  const { patterns, size, fan, units, inputs, labels, readout, problem } = instance
  if (patterns.kind !== 'binary') throw unsuitable('tables are of ±1 patterns; real ones have fields of any value')
  const { count, words, stride } = patterns
  affordable(`${replicas} replicas`, replicas * count * (6 + 4 * units), 'fewer of them or fewer patterns')
  const { table, quantum, threshold } = levelsOf(instance)
  const unit = quantum / Math.sqrt(units)
  // Δ − κ is unit · (sum − threshold) but for what κ lies below the threshold by, a level at most
  const kappa = problem.constraint.parameters.margin
  const short = cost.kind === 'errors' ? 0 : threshold - kappa / unit
  const loss: Loss = lossOf(cost, unit)
  const byErrors = cost.kind === 'errors'
  let reach = 0
  for (let p = 0; p < fan; p++) reach = Math.max(reach, Math.abs(table[p + 1] - table[p]))
  const all = Array.from({ length: replicas }, () => ({
    weights: new Int8Array(size),
    /** Positive products of each unit, p_l at l · P + μ. */
    positive: fan < 2 ** 16 ? new Uint16Array(units * count) : new Uint32Array(units * count),
    /** σ Σ c_l table[p_l] − threshold */
    excess: new Int32Array(count),
    /** Patterns that one flip may bring over the threshold. */
    near: new Uint32Array(stride),
    errors: 0,
  }))
  const classes = new Uint8Array(size)
  let beta = 0
  let interaction = noInteraction

  const setNear = (a: number, mu: number) => {
    const { near, excess } = all[a]
    const bit = 1 << (mu & 31)
    if (excess[mu] >= -reach && excess[mu] < reach) near[mu >>> 5] |= bit
    else near[mu >>> 5] &= ~bit
  }
  /** What a flip of weight i moves the sum of a pattern by. */
  const moved = (a: number, i: number, l: number, mu: number, apply: boolean): number => {
    const { weights, positive } = all[a]
    const bit = (words[(i % inputs) * stride + (mu >>> 5)] >>> (mu & 31)) & 1
    const at = l * count + mu
    const before = positive[at]
    const after = bit === (weights[i] > 0 ? 1 : 0) ? before - 1 : before + 1
    if (apply) positive[at] = after
    return labels[mu] * readout[l] * (table[after] - table[before])
  }

  const delta = (a: number, i: number): number => {
    const { near, excess } = all[a]
    const l = Math.floor(i / fan)
    let change = 0
    if (!byErrors) {
      for (let mu = 0; mu < count; mu++) {
        const step = moved(a, i, l, mu, false)
        if (step !== 0) change += loss(excess[mu] + step + short) - loss(excess[mu] + short)
      }
      return change
    }
    for (let w = 0; w < stride; w++) {
      for (let rest = near[w]; rest !== 0; rest &= rest - 1) {
        const mu = 32 * w + bitCount((rest & -rest) - 1)
        const before = excess[mu]
        const after = before + moved(a, i, l, mu, false)
        change += (after < 0 ? 1 : 0) - (before < 0 ? 1 : 0)
      }
    }
    return change
  }
  const turn = (a: number, i: number): number => {
    const one = all[a]
    const { excess } = one
    const l = Math.floor(i / fan)
    let change = 0
    let errors = 0
    for (let mu = 0; mu < count; mu++) {
      const step = moved(a, i, l, mu, true)
      if (step === 0) continue
      const before = excess[mu]
      excess[mu] = before + step
      errors += (before + step < 0 ? 1 : 0) - (before < 0 ? 1 : 0)
      if (byErrors) setNear(a, mu)
      else change += loss(before + step + short) - loss(before + short)
    }
    one.errors += errors
    one.weights[i] = -one.weights[i]
    return byErrors ? errors : change
  }

  const flips: Flips = {
    name: 'table',
    size,
    replicas,
    classes,
    load: (a, weights) => {
      const one = all[a]
      one.positive.fill(0)
      one.excess.fill(-threshold)
      for (let i = 0; i < size; i++) {
        one.weights[i] = weights[i] > 0 ? 1 : -1
        const from = Math.floor(i / fan) * count
        const column = (i % inputs) * stride
        const turned = weights[i] > 0 ? 0 : -1
        for (let mu = 0; mu < count; mu++) {
          one.positive[from + mu] += ((words[column + (mu >>> 5)] ^ turned) >>> (mu & 31)) & 1
        }
      }
      one.errors = 0
      for (let mu = 0; mu < count; mu++) {
        for (let l = 0; l < units; l++) one.excess[mu] += labels[mu] * readout[l] * table[one.positive[l * count + mu]]
        if (one.excess[mu] < 0) one.errors++
        setNear(a, mu)
      }
    },
    weights: (a) => Float64Array.from(all[a].weights),
    spin: (a, i) => all[a].weights[i],
    errors: (a) => all[a].errors,
    // summed anew in the order of the patterns, so that it does not depend on the way here
    energy: (a) => (byErrors ? all[a].errors : all[a].excess.reduce((sum, excess) => sum + loss(excess + short), 0)),
    stabilities: (a) => Float64Array.from(all[a].excess, (excess) => unit * (excess + threshold)),
    delta,
    flip: turn,
    turn,
    // of the number of errors, looking costs far less than flipping; of other costs about the same
    revertAbove: byErrors ? 0.95 : 0.55,
    proposalNs: byErrors ? 50 + 0.3 * count : 8 * count,
    weigh: (change) => Math.exp(-beta * change),
    prepare: (there, between) => {
      beta = there
      interaction = between
    },
    metropolis: (a, proposals, random: Random) => metropolisMoves(flips, a, proposals, random, beta, interaction),
  }
  return flips
}
