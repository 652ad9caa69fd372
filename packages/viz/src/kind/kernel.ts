import type { Figure } from '../figure.js'
import { type FigureOptions, figureOf } from '../kind.js'
import type { Series } from '../series.js'

/** The kernel of an activation: points (q, C(q)). */
export const kernelCurve = (series: readonly Series[], options?: FigureOptions): Figure =>
  figureOf(
    {
      name: 'kernel',
      title: 'Kernel of the activation',
      caption:
        'C(q) = E[g(u)g(v)] − (E g)² for standard normal u, v of correlation q: all that many hidden units keep of the activation g.',
      description: 'Kernel of the activation against the overlap.',
      x: { name: 'q', title: 'overlap q' },
      y: { name: 'covariance', title: 'C(q)' },
      groups: 'activation',
    },
    series,
    options,
  )
