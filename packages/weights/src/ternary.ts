import { defineFamily, finite, invalid, numbers, onlyKeys, type SitePrior, type WeightPrior } from '@gardner/core'
import { namedDiscrete } from './discrete.js'

/** Weights −1, 0, 1 of which 0 has the probability `zero` (default 1/3) and the others share the rest. */
export function ternaryOf(options: { readonly zero?: number } = {}): SitePrior {
  onlyKeys('ternary', options, ['zero'])
  const zero = finite('probability of 0 in ternary', options.zero === undefined ? 1 / 3 : options.zero)
  if (zero <= 0 || zero >= 1) throw invalid('probability of 0 in ternary', zero, 'a number above 0 and below 1')
  const other = 0.5 * (1 - zero)
  const levels = [-1, 0, 1]
  // (1 − 1/3)/2 is not the double 1/3: the uniform prior is said to be uniform, so that its log-weights are 0
  const uniform = Math.abs(zero - 1 / 3) < Number.EPSILON
  const made = namedDiscrete('ternary', uniform ? { levels } : { levels, probabilities: [other, zero, other] }, () => ({
    zero,
  }))
  return Object.freeze({ ...made, at: ternaryOf })
}

/** Weights −1, 0, 1, each as probable as the others. */
export const ternary: SitePrior = ternaryOf()

/** `ternary:zero` */
export const ternaryFamily = defineFamily<WeightPrior>({
  name: 'ternary',
  usage: 'probability of 0',
  make: (parameters) => {
    const [zero] = numbers('ternary', parameters, 0, 1)
    return zero === undefined ? ternary : ternaryOf({ zero })
  },
})
