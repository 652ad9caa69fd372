import { finite } from '@gardner/core'
import type { Figure } from '../figure.js'
import { type FigureOptions, figureOf } from '../kind.js'
import type { Series } from '../series.js'

export interface FranzParisiOptions extends FigureOptions {
  /** d_min, below which there is no solution, by group. */
  readonly minimum?: { readonly [group: string]: number }
}

/** The entropy of the solutions at a distance from a typical one: points (d, S/N), with the zero and with d_min. */
export const franzParisi = (
  series: readonly Series[],
  { minimum = {}, rules = [], ...options }: FranzParisiOptions = {},
): Figure =>
  figureOf(
    {
      name: 'franz-parisi',
      title: 'Solutions around a typical one',
      caption:
        'The Franz–Parisi entropy is the logarithm of the number of solutions at distance d = (1 − overlap)/2 from a typical solution, per weight. For spherical weights it is that of their volume, relative to the whole sphere. For binary weights it vanishes at d_min, below which there is no other solution.',
      description: 'Entropy of the solutions at a distance from a typical solution.',
      x: { name: 'distance', title: 'distance d' },
      y: { name: 'entropy', title: 'entropy S(d)/N' },
      rules: [{ y: 0 }],
      beneath: 'no solutions: S < 0',
      groups: 'machine',
      kinds: 'alpha',
    },
    series,
    {
      ...options,
      rules: [
        ...rules,
        ...Object.entries(minimum).map(([group, at]) => ({
          x: finite(`minimum of ${group}`, at),
          label: 'd_min',
          group,
        })),
      ],
    },
  )
