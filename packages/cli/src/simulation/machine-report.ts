import { digits } from '@gardner/results'
import type { Machine } from './machine.js'

/** `relu · binary · κ = 0, ties errors · α = 0.3 · tree of 4 units, 1000 inputs` */
export function machineHeading({ instance, activation, weights }: Machine, along?: 'alpha'): string {
  const { problem, patterns, size, inputs, units, wiring, ties } = instance
  return [
    activation,
    weights,
    `κ = ${digits(problem.constraint.parameters.margin)}, ties ${ties}`,
    ...(along === 'alpha' ? [] : [`α = ${digits(Number((patterns.count / size).toPrecision(6)))}`]),
    `${wiring === 'tree' ? 'tree of' : 'fully connected,'} ${units} ${units === 1 ? 'unit' : 'units'}, ${inputs} inputs`,
  ].join(' · ')
}

/** A problem and its instance, as JSON has them. The problem is that of finite size. */
export function machineJson({ instance, activation, weights }: Machine) {
  const { problem, patterns, size, inputs, units, wiring, origin, ties } = instance
  const { readout, ...described } = problem.toJSON()
  return {
    problem: {
      ...described,
      architecture: wiring === 'tree' ? 'tree-committee' : 'committee',
      units,
      activation,
      weights,
      alpha: patterns.count / size,
      readout,
    },
    instance: {
      inputs,
      size,
      patterns: { count: patterns.count, kind: patterns.kind, origin: origin.patterns },
      labels: origin.labels,
      ties,
      seed: origin.seed,
    },
  }
}
