import { checkInstance, type Instance, invalid, onlyKeys, unsuitable, wholeNumber } from '@gardner/core'
import { checkWeights, fieldsOf } from '../fields.js'
import { Random, seeded } from '../random.js'
import { type ExactOutputs, exactOutputs, wrongProbabilities } from './exact-outputs.js'
import { type Measurement, meanOf } from './mean.js'
import { sampleFlips, sampleGaussianFields, wrongness } from './sampled-outputs.js'

/** `exact`: the sum over all flips. `sampled`: flips drawn. `gaussian`: fields drawn from their central limit. */
export type RobustnessMethod = 'exact' | 'sampled' | 'gaussian'

export interface RobustnessOptions {
  /** Default: exact where that is possible and takes seconds at most, sampled otherwise. */
  readonly method?: RobustnessMethod
  /** Noisy copies of each pattern, where they are drawn (default 100, at least 2). */
  readonly samples?: number
  /** Of what is drawn (default 0). */
  readonly seed?: number
}

/** How often a noisy training pattern is misclassified, averaged over patterns. */
export interface RobustnessPoint extends Measurement {
  /** η, the probability that an input is flipped. */
  readonly eta: number
  /** The standard error over patterns, what was drawn included: that of a statement about other patterns like these. */
  readonly error: number
  /** The part of it that comes from drawing, all there is of a statement about these patterns: 0 if exact. */
  readonly sampling: number
  readonly method: RobustnessMethod
}

/** Complex products that are done without being asked for: some two seconds. */
const MOST_WORK = 2e9

const STREAM = 64

/**
 * The robustness of a weight vector: the probability that a training pattern is misclassified, sgn Σ_l c_l g(λ_l) ≠ σ, after each of its
 * ±1 inputs was flipped with probability η independently of the others, averaged over the patterns. The margin plays no part; an
 * output of exactly 0 is an error or not as the ties of the instance say. At η = 0 it is the training error at margin 0; at η = ½ the pattern
 * is forgotten.
 *
 * With ±1 weights on inputs of their own (a tree, or one unit) the number of agreeing inputs of a unit after the flips is a sum of two
 * binomials; where g takes its values on a lattice the law of Σ_l c_l g(λ_l) follows exactly. Fully connected units share flips, spherical
 * weights have no lattice, nor have the values of most g: there flips are drawn, with an error. η = 0 and 1 need neither.
 *
 * @param etas in [0, 1], in any order; one point is returned for each
 * @throws INVALID_OPTION; UNSUITABLE for real patterns, and for a method that cannot do the machine
 */
export function robustness(
  instance: Instance,
  weights: ArrayLike<number>,
  etas: readonly number[],
  options: RobustnessOptions = {},
): RobustnessPoint[] {
  checkInstance(instance)
  onlyKeys('robustness', options, ['method', 'samples', 'seed'])
  const { method, samples = 100, seed = 0 } = options
  if (method !== undefined && method !== 'exact' && method !== 'sampled' && method !== 'gaussian') {
    throw invalid('method', method, 'exact, sampled or gaussian')
  }
  wholeNumber('samples', samples, 2)
  const random = new Random(seeded(seed, STREAM))
  checkEtas(etas)
  if (instance.patterns.kind !== 'binary') {
    throw unsuitable('robustness is about flipped inputs, and these patterns are not ±1')
  }
  checkWeights(instance, weights)
  const { fields } = fieldsOf(instance, weights)
  const between = [...new Set(etas)].filter((eta) => eta > 0 && eta < 1).sort((a, b) => a - b)
  const points = new Map<number, RobustnessPoint>()
  for (const eta of [0, 1]) points.set(eta, exactly(eta, flippedAll(instance, fields, eta)))
  const exact = between.length > 0 ? chosen(instance, weights, fields, between.length, method) : undefined
  if (exact !== undefined) {
    for (const eta of between) points.set(eta, exactly(eta, wrongProbabilities(instance, exact, eta)))
  } else if (between.length > 0) {
    const draw = method === 'gaussian' ? sampleGaussianFields : sampleFlips
    const wrong = draw(instance, weights, fields, between, samples, random)
    for (const [e, eta] of between.entries()) {
      const of = (counts: Float64Array) =>
        Float64Array.from(instance.labels, (_, mu) => counts[mu * between.length + e] / samples)
      const shares = of(wrong.sums)
      const sampling = samplingError(shares, of(wrong.squares), samples)
      points.set(eta, { eta, ...meanOf(shares), sampling, method: method ?? 'sampled' })
    }
  }
  return etas.map((eta) => points.get(eta) as RobustnessPoint)
}

function checkEtas(etas: readonly number[]): void {
  if (!Array.isArray(etas) || etas.length === 0) throw invalid('etas', etas, 'a non-empty list of probabilities')
  for (const eta of etas) {
    if (typeof eta !== 'number' || !(eta >= 0 && eta <= 1)) throw invalid('eta', eta, 'a probability from 0 to 1')
  }
}

const exactly = (eta: number, shares: Float64Array): RobustnessPoint => ({
  eta,
  ...meanOf(shares),
  sampling: 0,
  method: 'exact',
})

/** The outputs to do exactly, undefined if they are to be drawn. */
function chosen(
  instance: Instance,
  weights: ArrayLike<number>,
  fields: Float64Array,
  etas: number,
  method: RobustnessMethod | undefined,
): ExactOutputs | undefined {
  const { units, wiring, problem } = instance
  const shared = wiring === 'full' && units > 1
  if (method === 'gaussian' && shared) {
    throw unsuitable('fully connected units share flips, their fields are not independent; use the method sampled')
  }
  if (method === 'gaussian' || method === 'sampled') return undefined
  const obstacle = shared
    ? 'fully connected units share flips'
    : !isBinary(weights)
      ? 'the weights are not ±1'
      : undefined
  const outputs = obstacle === undefined ? exactOutputs(instance, fields) : undefined
  if (method === 'exact' && outputs === undefined) {
    const reason = obstacle ?? `the values of ${problem.activation.name} lie on no lattice`
    throw unsuitable(`no exact robustness: ${reason}; use the method sampled`)
  }
  return method === undefined && outputs !== undefined && outputs.work * etas > MOST_WORK ? undefined : outputs
}

function isBinary(weights: ArrayLike<number>): boolean {
  for (let j = 0; j < weights.length; j++) if (Math.abs(weights[j]) !== 1) return false
  return true
}

/** None of the inputs flipped, or all of them: all fields change sign. */
function flippedAll(
  { problem, units, readout, labels, ties }: Instance,
  fields: Float64Array,
  eta: number,
): Float64Array {
  return Float64Array.from(labels, (label, mu) => {
    let output = 0
    let terms = 0
    for (let l = 0; l < units; l++) {
      const field = fields[l * labels.length + mu]
      const g = problem.activation.g(eta === 0 ? field : -field)
      output += readout[l] * g
      terms += Math.abs(g)
    }
    return wrongness(label * output, terms, ties)
  })
}

/** √(Σ_μ (⟨w²⟩_μ − ⟨w⟩_μ²)/(S − 1))/P with w = 0 or 1, and not below that of one case among all that were drawn. */
function samplingError(shares: Float64Array, squares: Float64Array, samples: number): number {
  const variance = shares.reduce((sum, p, mu) => sum + (squares[mu] - p * p), 0) / (samples - 1)
  return Math.max(Math.sqrt(Math.max(0, variance)), 1 / samples) / shares.length
}
