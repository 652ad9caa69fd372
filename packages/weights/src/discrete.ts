import { defineFamily, finiteList, invalid, numbers, onlyKeys, type SitePrior, type WeightPrior } from '@gardner/core'
import { crossoversOf } from './crossovers.js'
import { tilting } from './tilting.js'

export interface DiscreteOptions {
  /** The values a weight can take: at least two, all different. */
  readonly levels: readonly number[]
  /** How probable each of them is a priori (default: all the same); they sum to 1. */
  readonly probabilities?: readonly number[]
}

/** Probabilities that miss the sum 1 by more than this were not meant to be probabilities. */
const SLACK = 1e-12

/**
 * Weights that take the values w_i with probability p_i. Its measure has the masses m_i = p_i e^{H(p)} with H the
 * Shannon entropy, so that A(0, 0) = H: a uniform prior counts weight vectors.
 *
 *     A(a, b) = log Σ_i m_i e^{b w_i − a w_i²/2},     π_i = m_i e^{b w_i − a w_i²/2 − A}
 *
 * @example discrete({ levels: [-1, 0, 1], probabilities: [0.25, 0.5, 0.25] })
 */
export function discrete(options: DiscreteOptions): SitePrior {
  const made = namedDiscrete('discrete', options, (given) => given)
  const { levels, probabilities } = made.parameters as Required<DiscreteOptions>
  const spelling = levels.map(
    (level, i) => `${level}${options.probabilities === undefined ? '' : `@${probabilities[i]}`}`,
  )
  return Object.freeze({ ...made, spelling: spelling.join(',') })
}

/** The same under another name and with the parameters by which that name makes it. */
export function namedDiscrete(
  name: string,
  options: DiscreteOptions,
  describe: (checked: { levels: readonly number[]; probabilities: readonly number[] }) => SitePrior['parameters'],
): SitePrior {
  onlyKeys(name, options, ['levels', 'probabilities'])
  const { levels, probabilities } = ordered(name, options)
  const uniform = probabilities.every((p) => p === probabilities[0])
  const entropy = uniform ? Math.log(levels.length) : -probabilities.reduce((sum, p) => sum + p * Math.log(p), 0)
  const logMasses = probabilities.map((p) => (uniform ? 0 : Math.log(p) + entropy))
  const last = levels.length - 1
  const even = levels.every((w, i) => w === -levels[last - i] && probabilities[i] === probabilities[last - i])
  const unitNorm = levels.every((w) => w * w === 1)

  const tilted = tilting(levels, logMasses)
  const mean = (a: number, b: number) => {
    const { shares, total } = tilted(a, b)
    let sum = 0
    // an even prior in pairs ±w, where π_w − π_{−w} = π_w (1 − e^{−2bw}) has no cancellation at small b
    for (let i = last; i >= 0; i--) {
      const w = levels[i]
      if (!even) sum += w * shares[i]
      else if (w > 0) {
        sum += b < 0 ? w * shares[last - i] * Math.expm1(2 * b * w) : -w * shares[i] * Math.expm1(-2 * b * w)
      }
    }
    return sum / total
  }
  const variance = (a: number, b: number) => {
    const { shares, total } = tilted(a, b)
    let sum = 0
    for (let i = 0; i <= last; i++) {
      for (let j = 0; j < i; j++) sum += (shares[i] / total) * (shares[j] / total) * (levels[i] - levels[j]) ** 2
    }
    return sum
  }
  return Object.freeze<SitePrior>({
    kind: 'site',
    name,
    parameters: Object.freeze(describe({ levels, probabilities })),
    logPartition: (a, b) => {
      const { largest, total } = tilted(a, b)
      return largest + Math.log(total)
    },
    mean,
    variance,
    logWeight: (a, b) => {
      if (uniform) return 0
      const { shares, total } = tilted(a, b)
      return shares.reduce((sum, share, i) => sum + share * logMasses[i], 0) / total
    },
    counting: true,
    unitNorm,
    crossovers: (a) => crossoversOf(levels, logMasses, a),
    even,
    sample: (random) => {
      let left = random()
      for (let i = 0; i < last; i++) {
        left -= probabilities[i]
        if (left < 0) return levels[i]
      }
      return levels[last]
    },
  })
}

/** `discrete:level[@probability],…` */
export const discreteFamily = defineFamily<WeightPrior>({
  name: 'discrete',
  usage: 'level[@probability],…',
  make: (parameters) => {
    const pairs = parameters.map((text) => text.split('@'))
    const number = (text: string) => numbers('discrete', [text], 1, 1)[0]
    for (const pair of pairs) {
      if (pair.length > 2 || pair.length !== pairs[0].length) {
        throw invalid('discrete', parameters.join(','), 'a probability behind every level, or behind none')
      }
    }
    const levels = pairs.map(([level]) => number(level))
    return pairs.length === 0 || pairs[0].length === 1
      ? discrete({ levels })
      : discrete({ levels, probabilities: pairs.map(([, probability]) => number(probability)) })
  },
})

/** Levels in ascending order with their probabilities, checked. */
function ordered(name: string, options: DiscreteOptions) {
  const { levels } = options
  finiteList(`levels of ${name}`, levels)
  if (levels.length < 2 || new Set(levels.map((w) => w + 0)).size !== levels.length) {
    throw invalid(`levels of ${name}`, levels, 'at least two numbers, all different')
  }
  const { probabilities = levels.map(() => 1 / levels.length) } = options
  finiteList(`probabilities of ${name}`, probabilities)
  if (probabilities.length !== levels.length) {
    throw invalid(`probabilities of ${name}`, probabilities, `${levels.length} of them, one for each level`)
  }
  const total = probabilities.reduce((sum, p) => sum + p, 0)
  if (probabilities.some((p) => p <= 0) || Math.abs(total - 1) > SLACK) {
    throw invalid(`probabilities of ${name}`, probabilities, 'positive numbers that sum to 1')
  }
  const order = levels.map((_, i) => i).sort((i, j) => levels[i] - levels[j])
  return {
    levels: Object.freeze(order.map((i) => levels[i] + 0)),
    probabilities: Object.freeze(order.map((i) => probabilities[i] / total)),
  }
}
