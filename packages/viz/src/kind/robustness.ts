import type { Figure } from '../figure.js'
import { type FigureOptions, figureOf } from '../kind.js'
import type { Series } from '../series.js'

/** How often noisy patterns are misclassified: points (η, probability of a wrong output), with a rule at ½, where outputs are guesses. */
export const robustness = (series: readonly Series[], options?: FigureOptions): Figure =>
  figureOf(
    {
      name: 'robustness',
      title: 'Robustness against noise',
      caption:
        'The probability that the output for a training pattern is wrong when each of its inputs is flipped with probability η, with standard errors. A probability of ½ is guessing.',
      description: 'Probability of a wrong output against the probability of a flipped input.',
      x: { name: 'flipped', title: 'probability η of a flipped input' },
      y: { name: 'wrong', title: 'probability of a wrong output', from: 0 },
      rules: [{ y: 0.5 }],
      groups: 'machine',
      kinds: 'who',
      joined: true,
    },
    series,
    options,
  )
