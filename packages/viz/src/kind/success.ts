import type { Figure } from '../figure.js'
import { type FigureOptions, figureOf } from '../kind.js'
import type { Series } from '../series.js'

/** How often a method finds solutions: points (α, share of solved instances) with their intervals, and a rule at ½. */
export const success = (series: readonly Series[], options?: FigureOptions): Figure =>
  figureOf(
    {
      name: 'success',
      title: 'Probability of success',
      caption:
        'Share of the instances for which a solution was found, with binomial intervals of one standard deviation (Wilson), against the load α = P/N.',
      description: 'Share of solved instances against the load.',
      x: { name: 'alpha', title: 'load α = P/N' },
      y: { name: 'probability', title: 'share of solved instances', from: 0, to: 1 },
      rules: [{ y: 0.5 }],
      groups: 'method',
      kinds: 'size',
      joined: true,
    },
    (series.map?.((one) => ({ mark: 'points' as const, ...one })) ?? series) as readonly Series[],
    options,
  )
