import { type Cost, checkInstance, type Instance } from '@gardner/core'
import { addColumn, energyAt, errorsAt, fieldsOf, patternCost } from '../fields.js'
import { affordable } from '../instance.js'
import type { Random } from '../random.js'
import { type Flips, noInteraction } from './flips.js'
import { metropolisMoves } from './metropolis.js'

/**
 * Flips of ±1 weights with patterns of any value: fields are doubles, and g is called for each pattern. They are kept as sums
 * Σ W ξ, which of whole numbers are exact, so that a field of 0 is 0 where g may jump. What rounding adds up to of others is taken
 * out by {@link Flips.refresh}.
 */
export function realFlips(instance: Instance, replicas: number, cost: Cost): Flips {
  checkInstance(instance)
  const { patterns, size, fan, units, inputs, labels, readout, problem, ties } = instance
  const { count } = patterns
  const { g } = problem.activation
  affordable(`${replicas} replicas`, 8 * replicas * count * (units + 1), 'fewer of them or fewer patterns')
  const kappa = problem.constraint.parameters.margin
  const root = Math.sqrt(fan)
  const share = 1 / Math.sqrt(units)
  const all = Array.from({ length: replicas }, () => ({
    weights: new Float64Array(size),
    /** Σ_i W_li ξ_i^μ at l · P + μ */
    sums: new Float64Array(units * count),
    stabilities: new Float64Array(count),
  }))
  const column = new Float64Array(count)
  const classes = new Uint8Array(size)
  let beta = 0
  let interaction = noInteraction

  const change = (a: number, i: number, apply: boolean): number => {
    const { weights, sums, stabilities } = all[a]
    const l = Math.floor(i / fan)
    column.fill(0)
    addColumn(column, patterns, i % inputs, -2 * weights[i])
    let sum = 0
    for (let mu = 0; mu < count; mu++) {
      const at = l * count + mu
      const before = sums[at]
      const after = before + column[mu]
      const gain = g(after / root) - g(before / root)
      const stability = stabilities[mu] + labels[mu] * readout[l] * share * gain
      sum += patternCost(cost, stability, kappa, ties) - patternCost(cost, stabilities[mu], kappa, ties)
      if (apply) {
        sums[at] = after
        stabilities[mu] = stability
      }
    }
    if (apply) weights[i] = -weights[i]
    return sum
  }
  const load = (a: number, weights: ArrayLike<number>) => {
    const one = all[a]
    one.weights.set(weights)
    one.sums.fill(0)
    for (let i = 0; i < size; i++) {
      const from = Math.floor(i / fan) * count
      addColumn(one.sums.subarray(from, from + count), patterns, i % inputs, one.weights[i])
    }
    one.stabilities.set(fieldsOf(instance, one.weights).stabilities)
  }
  const flips: Flips = {
    name: 'real',
    size,
    replicas,
    classes,
    load,
    refresh: (a) => load(a, all[a].weights),
    weights: (a) => all[a].weights.slice(),
    spin: (a, i) => all[a].weights[i],
    errors: (a) => errorsAt(all[a].stabilities, kappa, ties),
    energy: (a) => energyAt(cost, all[a].stabilities, kappa, ties),
    stabilities: (a) => all[a].stabilities.slice(),
    delta: (a, i) => change(a, i, false),
    flip: (a, i) => void change(a, i, true),
    turn: (a, i) => change(a, i, true),
    revertAbove: 0.5,
    proposalNs: 20 * count,
    weigh: (change) => Math.exp(-beta * change),
    prepare: (there, between) => {
      beta = there
      interaction = between
    },
    metropolis: (a, proposals, random: Random) => metropolisMoves(flips, a, proposals, random, beta, interaction),
  }
  return flips
}
