import type { Figure } from '../figure.js'
import { type FigureOptions, figureOf } from '../kind.js'
import type { Series } from '../series.js'

/** The distance below which a typical solution has no neighbour, against the load: points (α, d_min). */
export const minimumDistance = (series: readonly Series[], options?: FigureOptions): Figure =>
  figureOf(
    {
      name: 'minimum-distance',
      title: 'Distance to the next solution',
      caption:
        'The distance d_min = (1 − overlap)/2 is that at which the Franz–Parisi entropy of binary weights vanishes, against the load α = P/N. Closer to a typical solution there is no other.',
      description: 'Smallest distance of another solution from a typical one against the load.',
      x: { name: 'alpha', title: 'load α = P/N' },
      y: { name: 'minimum', title: 'distance d_min' },
      groups: 'machine',
    },
    series,
    options,
  )
