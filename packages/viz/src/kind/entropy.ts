import type { Figure } from '../figure.js'
import { type FigureOptions, figureOf } from '../kind.js'
import type { Series } from '../series.js'

/**
 * The entropy of the solutions against the load: points (α, S/N), with the zero at which binary weights run out of
 * solutions.
 */
export const entropyCurve = (series: readonly Series[], options?: FigureOptions): Figure =>
  figureOf(
    {
      name: 'entropy',
      title: 'Entropy of the solutions',
      caption:
        'Entropy S per weight, in natural logarithms (log 2 for all binary weight vectors, 0 for the whole sphere), against the load α = P/N. A capacity of binary weights is where it vanishes.',
      description: 'Entropy per weight against the load.',
      x: { name: 'alpha', title: 'load α = P/N' },
      y: { name: 'entropy', title: 'entropy S/N' },
      rules: [{ y: 0 }],
      beneath: 'no solutions: S < 0',
      groups: 'machine',
      kinds: 'ansatz',
    },
    series,
    options,
  )
