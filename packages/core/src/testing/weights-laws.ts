import type { SitePrior, WeightPrior } from '../weight-prior.js'
import { difference } from './difference.js'
import { atLeast, atMost, finiteNumber, type Law, law, near } from './law.js'
import { seededUniform } from './seeded-uniform.js'

const TILTS = [0, 0.3, 2, 10]
const FIELDS = [-7, -1, -0.1, 0, 1e-3, 0.5, 1, 3, 12]
const SAMPLES = 40_000
/** Standard deviations by which an average of samples may miss. */
const SIGMAS = 5

/**
 * The laws of a weight prior: mean and variance are the derivatives of A(a, b) = log ∫ p(w) e^{bw − aw²/2} dw, nothing
 * overflows, and samples are of this measure.
 *
 * @example for (const law of weightsLaws(binary)) test(law.name, law.verify)
 */
export function weightsLaws(prior: WeightPrior): Law[] {
  return prior.kind === 'sphere'
    ? [law(`${prior.name}: samples are standard normal in mean and variance`, () => samples(prior, 0, 1))]
    : siteLaws(prior)
}

function siteLaws(prior: SitePrior): Law[] {
  const { name } = prior
  const laws = [
    law(`${name}: ⟨w⟩ is the derivative of A(a, b) in b`, () => {
      everywhere(prior, (a, b, h, at) => {
        const { value, error } = difference((x) => prior.logPartition(a, x), b, h)
        near(`mean(${at})`, prior.mean(a, b), value, error + rounding(1 + Math.abs(prior.logPartition(a, b)), h))
      })
    }),
    law(`${name}: ⟨w²⟩ − ⟨w⟩² is the derivative of ⟨w⟩ in b`, () => {
      everywhere(prior, (a, b, h, at) => {
        const { value, error } = difference((x) => prior.mean(a, x), b, h)
        near(`variance(${at})`, prior.variance(a, b), value, error + rounding(Math.abs(prior.mean(a, b)) + h, h))
      })
    }),
    law(`${name}: ⟨w²⟩ is −2 times the derivative of A(a, b) in a`, () => {
      everywhere(prior, (a, b, _h, at) => {
        const square = prior.mean(a, b) ** 2 + prior.variance(a, b)
        // a acts through a w²/2, and weights that matter are a few 1/width apart
        const h = STEP / (square + narrowest(prior, a) ** -2)
        const { value, error } = difference((x) => prior.logPartition(x, b), a, h)
        const allowed = 2 * (error + rounding(1 + Math.abs(prior.logPartition(a, b)), h))
        near(`⟨w²⟩ at ${at}`, square, -2 * value, allowed)
      })
    }),
    law(`${name}: the variance is not negative, and small variances keep their digits`, () => {
      everywhere(prior, (a, b, _h, at) => atLeast(`variance(${at})`, prior.variance(a, b), 0))
      for (const a of TILTS) decay(prior, a)
    }),
    law(`${name}: nothing overflows for |b| up to 1e4`, () => {
      for (const a of [0, 1, 100]) {
        for (const b of [-1e4, -700, 700, 1e4]) {
          for (const f of ['logPartition', 'mean', 'variance', 'logWeight'] as const)
            finiteNumber(`${f}(${a}, ${b})`, prior[f](a, b))
          atLeast(`variance(${a}, ${b})`, prior.variance(a, b), 0)
        }
      }
    }),
    law(`${name}: samples have the mean and the variance of the prior`, () => {
      samples(prior, prior.mean(0, 0), prior.variance(0, 0))
    }),
    law(`${name}: A(0, 0) is the entropy of the prior, so that ⟨log p⟩ is counted from 0`, () => {
      near('logWeight(0, 0)', prior.logWeight(0, 0), 0, 1e-13 * (1 + Math.abs(prior.logPartition(0, 0))))
    }),
    law(`${name}: crossovers are finite and of positive width`, () => {
      for (const a of [-1, ...TILTS]) {
        for (const { center, width } of prior.crossovers(a)) {
          finiteNumber(`center of a crossover at a = ${a}`, center)
          finiteNumber(`width of a crossover at a = ${a}`, width)
          if (!(width > 0)) throw new Error(`width of a crossover at a = ${a} is ${width}, expected above 0`)
        }
      }
    }),
    law(`${name}: is even exactly if it says so`, () => evenness(prior)),
  ]
  const levels = prior.unitNorm ? [-1, 1] : prior.parameters?.levels
  if (Array.isArray(levels)) {
    laws.push(
      law(`${name}: the entropy of the tilted measure is between 0 and the logarithm of the number of levels`, () => {
        everywhere(prior, (a, b, _h, at) => {
          const entropy = entropyOf(prior, a, b)
          const allowed = 1e-13 * (1 + Math.abs(prior.logPartition(a, b)) + Math.abs(b * prior.mean(a, b)))
          atLeast(`entropy at ${at}`, entropy, 0, allowed)
          atMost(`entropy at ${at}`, entropy, Math.log(levels.length), allowed)
        })
      }),
    )
  }
  if (prior.unitNorm) {
    laws.push(
      law(`${name}: w² = 1, whatever a and b`, () => {
        everywhere(prior, (a, b, _h, at) => {
          near(`⟨w²⟩ at ${at}`, prior.mean(a, b) ** 2 + prior.variance(a, b), 1, 1e-14)
          const shifted = prior.logPartition(0, b) - 0.5 * a
          near(`A(${at})`, prior.logPartition(a, b), shifted, 1e-14 * (1 + Math.abs(shifted) + 0.5 * a))
        })
      }),
    )
  }
  return laws
}

/** Steps of differences, in widths of the narrowest crossover. */
const STEP = 0.01

const rounding = (size: number, h: number): number => (8 * Number.EPSILON * size) / h

const narrowest = (prior: SitePrior, a: number): number => Math.min(1, ...prior.crossovers(a).map(({ width }) => width))

/** Visits a grid of (a, b) that has every crossover in it, with a step fit for differences in b. */
function everywhere(prior: SitePrior, visit: (a: number, b: number, h: number, at: string) => void): void {
  for (const a of TILTS) {
    const crossovers = prior.crossovers(a).flatMap(({ center, width }) => [center, center + width, center - 3 * width])
    for (const b of [...FIELDS, ...crossovers]) visit(a, b, STEP * narrowest(prior, a), `${a}, ${b}`)
  }
}

/**
 * Beyond the outermost crossovers one weight dominates and the variance falls like e^{−|b|Δ}: its logarithm is close to
 * linear in b, which it is not once the variance is the difference of two rounded numbers.
 */
function decay(prior: SitePrior, a: number): void {
  const width = narrowest(prior, a)
  const centers = prior.crossovers(a).map(({ center }) => center)
  for (const distance of [30, 60, 90]) {
    for (const b of [Math.min(0, ...centers) - distance * width, Math.max(0, ...centers) + distance * width]) {
      const logs = [-1, 0, 1].map((shift) => Math.log(prior.variance(a, b + shift * width)))
      const bend = logs[0] - 2 * logs[1] + logs[2]
      near(`second difference of log variance at ${a}, ${b}`, Number.isNaN(bend) ? Infinity : bend, 0, 0.25)
    }
  }
}

/** The Shannon entropy of p(w) e^{bw − aw²/2 − A}, relative to the counting measure. */
const entropyOf = (prior: SitePrior, a: number, b: number): number => {
  const mean = prior.mean(a, b)
  return prior.logPartition(a, b) - b * mean + 0.5 * a * (mean * mean + prior.variance(a, b)) - prior.logWeight(a, b)
}

function evenness(prior: SitePrior): void {
  let odd = 0
  everywhere(prior, (a, b, _h, at) => {
    const size = Math.abs(prior.mean(a, b)) + Math.abs(prior.mean(a, -b))
    odd = Math.max(odd, Math.abs(prior.mean(a, b) + prior.mean(a, -b)) / (size + 1e-300))
    if (!prior.even) return
    near(`mean(${a}, ${-b})`, prior.mean(a, -b), -prior.mean(a, b), 1e-13 * size)
    near(`variance(${a}, ${-b})`, prior.variance(a, -b), prior.variance(a, b), 1e-13 * prior.variance(a, b))
    const value = prior.logPartition(a, b)
    near(`A(${at})`, value, prior.logPartition(a, -b), 1e-13 * (1 + Math.abs(value)))
  })
  if (!prior.even && odd < 1e-12) throw new Error(`mean is odd in b to ${odd}, expected even: true`)
}

function samples(prior: WeightPrior, mean: number, variance: number): void {
  const uniform = seededUniform(20240229)
  const drawn = Float64Array.from({ length: SAMPLES }, () => prior.sample(uniform))
  const average = (f: (w: number) => number) => drawn.reduce((sum, w) => sum + f(w), 0) / SAMPLES
  near(
    'mean of samples',
    average((w) => w),
    mean,
    SIGMAS * Math.sqrt(variance / SAMPLES),
  )
  const square = average((w) => (w - mean) ** 2)
  const noise = Math.sqrt(Math.max(0, average((w) => (w - mean) ** 4) - square * square) / SAMPLES)
  near('variance of samples', square, variance, SIGMAS * noise + (SIGMAS ** 2 * variance) / SAMPLES)
}
