import type { Figure } from '../figure.js'
import { type FigureOptions, figureOf } from '../kind.js'
import type { Series } from '../series.js'

/** The shape of an activation: points (u, g(u)); a non-finite point between two finite ones is a jump. */
export const activationShape = (series: readonly Series[], options?: FigureOptions): Figure =>
  figureOf(
    {
      name: 'activation',
      title: 'Activation',
      caption: 'Transfer function g(u) of a hidden unit; its field u has mean 0 and variance 1.',
      description: 'Transfer function of a hidden unit.',
      x: { name: 'u', title: 'field u' },
      y: { name: 'g', title: 'g(u)' },
      rules: [{ y: 0 }],
      groups: 'activation',
    },
    series,
    options,
  )
