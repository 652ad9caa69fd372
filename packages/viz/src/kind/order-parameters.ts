import type { Figure } from '../figure.js'
import { type FigureOptions, figureOf } from '../kind.js'
import type { Series } from '../series.js'

/** Order parameters along the load: points (α, value) of `q`, or of `q_0`, `q_1`, `m_1`, each a kind. */
export const orderParameters = (series: readonly Series[], options?: FigureOptions): Figure =>
  figureOf(
    {
      name: 'order-parameters',
      title: 'Order parameters',
      caption:
        'Overlaps of solutions, q = w·w′/(NQ), ascending from different clusters, q_0, to the same one, and Parisi parameters m, against the load α = P/N.',
      description: 'Order parameters against the load.',
      x: { name: 'alpha', title: 'load α = P/N' },
      y: { name: 'value', title: 'order parameter' },
      groups: 'machine',
      kinds: 'parameter',
    },
    series,
    options,
  )
