import { invalid } from '@gardner/core'
import type { Figure } from '../figure.js'
import { type FigureOptions, figureOf } from '../kind.js'
import type { Rule, Series } from '../series.js'

export interface LocalEntropyOptions extends FigureOptions {
  /** The entropy itself, or less that of no patterns at the same distance, which is 0 where all of space solves. */
  readonly quantity?: 'entropy' | 'normalised'
}

const quantities = {
  entropy: {
    name: 'entropy',
    title: 'local entropy S(d)/N',
    says: 'The local entropy is the logarithm of the number of solutions around replicas at mutual distance d = (1 − overlap)/2, per weight and replica',
    rules: [],
  },
  normalised: {
    name: 'normalised',
    title: '[S(d) − S_0(d)]/N',
    says: 'The logarithm of the share of the weights around replicas that are solutions, per weight, against their mutual distance d = (1 − overlap)/2. It is the local entropy less that of no patterns at the same distance, and 0 where all weights are solutions',
    rules: [{ y: 0 }] as readonly Rule[],
  },
}

/** The local entropy of replicas at a distance from each other: points (d, S/N), of theory as lines, of simulations as points. */
export function localEntropy(
  series: readonly Series[],
  { quantity = 'normalised', ...options }: LocalEntropyOptions = {},
): Figure {
  if (!Object.hasOwn(quantities, quantity)) {
    throw invalid('quantity of local-entropy', quantity, `one of ${Object.keys(quantities).join(', ')}`)
  }
  const { name, title, says, rules } = quantities[quantity]
  const simulated = series.some?.(({ mark }) => mark === 'points') ?? false
  return figureOf(
    {
      name: 'local-entropy',
      title: 'Solutions around dense regions',
      caption: `${says}.${simulated ? ' Lines are theory. Points are machines of finite size with standard errors.' : ''}`,
      description: 'Local entropy against the distance of the replicas.',
      x: { name: 'distance', title: 'distance d' },
      y: { name, title },
      rules,
      groups: 'machine',
      kinds: 'replicas',
    },
    series,
    options,
  )
}
