import type { Cost, Instance } from '@gardner/core'
import { addColumn, energyAt, errorsAt, fieldsOf, patternCost } from '../fields.js'
import type { Random } from '../random.js'
import { free, type Kernel } from './kernel.js'
import { walk } from './walk.js'

/**
 * The kernel of ±1 weights and patterns of any value: fields are doubles, and g is called for each pattern. What rounding adds up
 * to is taken out by {@link Kernel.refresh}.
 */
export function realKernel(instance: Instance, replicas: number, cost: Cost): Kernel {
  const { patterns, size, fan, units, inputs, labels, readout, problem } = instance
  const { count } = patterns
  const { g } = problem.activation
  const kappa = problem.constraint.parameters.margin
  const scale = 1 / Math.sqrt(fan)
  const share = 1 / Math.sqrt(units)
  const all = Array.from({ length: replicas }, () => ({
    weights: new Float64Array(size),
    fields: new Float64Array(units * count),
    stabilities: new Float64Array(count),
  }))
  const column = new Float64Array(count)
  const classes = new Uint8Array(size)
  let beta = 0
  let interaction = free

  const change = (a: number, i: number, apply: boolean): number => {
    const { weights, fields, stabilities } = all[a]
    const l = Math.floor(i / fan)
    column.fill(0)
    addColumn(column, patterns, i % inputs, -2 * weights[i] * scale)
    let sum = 0
    for (let mu = 0; mu < count; mu++) {
      const at = l * count + mu
      const before = fields[at]
      const after = before + column[mu]
      const stability = stabilities[mu] + labels[mu] * readout[l] * share * (g(after) - g(before))
      sum += patternCost(cost, stability, kappa) - patternCost(cost, stabilities[mu], kappa)
      if (apply) {
        fields[at] = after
        stabilities[mu] = stability
      }
    }
    if (apply) weights[i] = -weights[i]
    return sum
  }
  const load = (a: number, weights: ArrayLike<number>) => {
    const one = all[a]
    one.weights.set(weights)
    const { fields, stabilities } = fieldsOf(instance, one.weights)
    one.fields.set(fields)
    one.stabilities.set(stabilities)
  }
  const kernel: Kernel = {
    name: 'real',
    size,
    replicas,
    classes,
    load,
    refresh: (a) => load(a, all[a].weights),
    weights: (a) => all[a].weights.slice(),
    spin: (a, i) => all[a].weights[i],
    errors: (a) => errorsAt(all[a].stabilities, kappa),
    energy: (a) => energyAt(cost, all[a].stabilities, kappa),
    stabilities: (a) => all[a].stabilities.slice(),
    delta: (a, i) => change(a, i, false),
    flip: (a, i) => void change(a, i, true),
    turn: (a, i) => change(a, i, true),
    revertAbove: 0.5,
    pace: 20 * count,
    prepare: (there, between) => {
      beta = there
      interaction = between
    },
    metropolis: (a, proposals, random: Random) => walk(kernel, a, proposals, random, beta, interaction),
  }
  return kernel
}
