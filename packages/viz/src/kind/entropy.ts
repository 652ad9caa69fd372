import { chartFigure } from '../chart.js'
import type { Figure } from '../figure.js'
import type { Rule, Series } from '../series.js'

export interface EntropyOptions {
  readonly title?: string
  readonly rules?: readonly Rule[]
}

/**
 * The entropy of the solutions against the load: series of points (α, S/N), with the zero at which binary weights run out
 * of solutions.
 */
export const entropyCurve = (series: readonly Series[], { title, rules = [] }: EntropyOptions = {}): Figure =>
  chartFigure({
    name: 'entropy',
    title: title ?? 'Entropy of the solutions',
    caption:
      'Entropy S per weight, in natural logarithms (log 2 for all binary weight vectors, 0 for the whole sphere), against the load α = P/N. A capacity of binary weights is where it vanishes.',
    description: `Entropy per weight against the load, of ${[...new Set(series.map(({ group }) => group))].join(', ')}.`,
    x: { name: 'alpha', title: 'load α = P/N' },
    y: { name: 'entropy', title: 'entropy S/N' },
    series,
    rules: [{ y: 0 }, ...rules],
    kinds: 'ansatz',
    groups: 'machine',
  })
