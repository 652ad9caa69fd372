import { type Crossover, invalid, positive } from '@gardner/core'
import type { Rule } from '@gardner/numerics'
import type { Channel } from './channel.js'
import { lattice } from './lattice.js'
import {
  curvatureOutside,
  type Level,
  type LevelNodes,
  pushForward,
  REACH,
  type Transition,
  transition,
} from './transition.js'

/** A cascade of k levels over f_k: f_{i−1} = T_{m_i, Δ_i}[f_i]. Averages ⟨·⟩_i are under its reweighted measure. */
export interface Cascade {
  /** ∫Dz f_0(√Δ_0 z) */
  readonly mean: number
  /** ⟨f_i'²⟩_i, i = 0 … k */
  readonly meanSquareScore: readonly number[]
  /** ⟨f_i'²⟩_i − ⟨f_{i−1}'²⟩_{i−1} ≥ 0 without cancellation, at i − 1 for i = 1 … k */
  readonly spread: readonly number[]
  /** ∂mean/∂m_i ≥ 0, at i − 1 for i = 1 … k */
  readonly parisiSlope: readonly number[]
  /** The law of the innermost field. */
  readonly nodes: Float64Array
  readonly weights: Float64Array
  /** ⟨f_i''²⟩_i, i = 0 … k, from f_k''. */
  meanSquareCurvature(curvature: (h: number) => number): readonly number[]
}

/**
 * The cascade over a channel from the variance Δ_0 of the outermost field, levels from the outermost inward. Undefined where a
 * level is too narrow to be told from none.
 *
 * Every f_i lives on a lattice of its own that follows its crossovers and the tilted Gaussians it is averaged with, so the cost
 * grows with the number of levels, not exponentially, and no window is fixed. Each average is a trapezoid sum in log-sum-exp form.
 */
export function cascade(
  channel: Channel,
  rootVariance: number,
  levels: readonly Level[],
  step: number,
): Cascade | undefined {
  positive('step', step)
  if (typeof channel?.value !== 'function') throw invalid('channel', channel, 'one such as patternField makes')
  if (!Array.isArray(levels)) throw invalid('levels', levels, 'a list of { parisi, variance }')
  // a level of no variance changes nothing
  const active = levels.filter(({ variance }) => variance > 0)
  const nodesOf = latticesOf(channel, rootVariance, active, step)
  if (nodesOf === undefined) return undefined
  const k = active.length
  const top = nodesOf[k]
  for (let j = 0; j < top.length; j++) {
    top.values[j] = channel.value(top.nodes[j])
    top.scores[j] = channel.score(top.nodes[j])
  }
  const transitions: Transition[] = new Array(k)
  for (let i = k; i >= 1; i--) transitions[i - 1] = transition(nodesOf[i - 1], nodesOf[i], active[i - 1])

  let law = rootLaw(nodesOf[0], rootVariance)
  const laws = [law]
  const mean = dot(law, nodesOf[0].values)
  const meanSquareScore = [0]
  for (let j = 0; j < law.length; j++) meanSquareScore[0] += law[j] * nodesOf[0].scores[j] ** 2
  const spread: number[] = []
  const parisiSlope: number[] = []
  let i = 0
  for (const { variance } of levels) {
    if (!(variance > 0)) {
      spread.push(0)
      parisiSlope.push(0)
    } else {
      const inward = transitions[i]
      spread.push(dot(law, inward.variance))
      parisiSlope.push(dot(law, inward.slope))
      law = pushForward(law, inward, nodesOf[i + 1].length)
      laws.push(law)
      i++
    }
    meanSquareScore.push(meanSquareScore[meanSquareScore.length - 1] + spread[spread.length - 1])
  }
  const meanSquareCurvature = (curvature: (h: number) => number): number[] => {
    let curvatures: Float64Array = top.nodes.map(curvature)
    const squares = [meanSquare(laws[k], curvatures)]
    for (let level = k; level >= 1; level--) {
      curvatures = curvatureOutside(curvatures, transitions[level - 1], active[level - 1].parisi)
      squares.unshift(meanSquare(laws[level - 1], curvatures))
    }
    // a level of no variance repeats the one outside it
    let at = 0
    return [squares[0], ...levels.map(({ variance }) => squares[variance > 0 ? ++at : at])]
  }
  return { mean, meanSquareScore, spread, parisiSlope, nodes: top.nodes, weights: law, meanSquareCurvature }
}

function meanSquare(law: Float64Array, values: Float64Array): number {
  let sum = 0
  for (let j = 0; j < law.length; j++) sum += law[j] * values[j] * values[j]
  return sum
}

/** The lattices of f_0 … f_k, from the outermost inward. */
function latticesOf(
  channel: Channel,
  rootVariance: number,
  levels: readonly Level[],
  step: number,
): LevelNodes[] | undefined {
  const k = levels.length
  const crossovers: (readonly Crossover[])[] = new Array(k + 1)
  const stiffness: (readonly [number, number])[] = new Array(k + 1)
  crossovers[k] = channel.crossovers
  stiffness[k] = channel.stiffness
  for (let i = k; i >= 1; i--) {
    const { parisi, variance } = levels[i - 1]
    // Averaging widens the crossovers of f. But where f is convex two maxima of the exponent may trade places, within w/m.
    const concave = stiffness[k][0] + stiffness[k][1] > 0
    crossovers[i - 1] = crossovers[i].map(({ center, width }) => ({
      center,
      width: Math.min(Math.sqrt(width * width + variance), concave ? Number.POSITIVE_INFINITY : width / parisi),
    }))
    const [below, above] = stiffness[i]
    stiffness[i - 1] = [below / (1 + parisi * variance * below), above / (1 + parisi * variance * above)]
  }
  const nodesOf: LevelNodes[] = []
  const root = Math.sqrt(rootVariance)
  let [from, to] = [-REACH * root, REACH * root]
  const nodesOn = (made: Rule): LevelNodes => ({
    ...made,
    values: new Float64Array(made.length),
    scores: new Float64Array(made.length),
  })
  if (root > 0) {
    const made = lattice({ crossovers: crossovers[0], below: root, above: root }, from, to, step)
    if (made === undefined) return undefined
    nodesOf.push(nodesOn(made))
  } else nodesOf.push(nodesOn({ length: 1, nodes: new Float64Array(1), weights: Float64Array.of(1) }))
  for (let i = 1; i <= k; i++) {
    const { parisi, variance } = levels[i - 1]
    const deviation = Math.sqrt(variance)
    const narrowed = stiffness[i].map((stiff) => 1 + parisi * variance * stiff)
    const below = deviation / Math.sqrt(narrowed[0])
    const above = deviation / Math.sqrt(narrowed[1])
    from = edge(channel, crossovers[i], from, -1, parisi * variance, narrowed[0], deviation)
    to = edge(channel, crossovers[i], to, 1, parisi * variance, narrowed[1], deviation)
    const made = lattice({ crossovers: crossovers[i], below, above }, from, to, step)
    if (made === undefined) return undefined
    nodesOf.push(nodesOn(made))
  }
  return nodesOf
}

/** m Δ beside the square of the width of every crossover. */
const SLIGHT_TILT = 0.1

/** Beyond where the tilted law of the outermost row at `h` does not reach. */
function edge(
  channel: Channel,
  crossovers: readonly Crossover[],
  h: number,
  side: -1 | 1,
  tilt: number,
  narrowed: number,
  deviation: number,
): number {
  const reach = (REACH * deviation) / Math.sqrt(narrowed)
  // where m Δ |f''| < 1 one maximum of the exponent is near h; the bound by the crossovers would take a lattice of their width instead of Δ's
  const slight = crossovers.every(({ width }) => tilt < SLIGHT_TILT * width * width)
  if (narrowed > 1 && crossovers.length > 0 && !slight) {
    // f ≈ −½ stiffness x² pulls the row at distance x from the crossovers to x/narrowed
    const ends = crossovers.map(({ center }) => side * center)
    const widest = Math.max(...crossovers.map(({ width }) => width))
    const end = Math.max(...ends)
    return side * (end + Math.max(0, side * h - end) / narrowed + reach + 4 * widest)
  }
  // the tilt m Δ f' of the row itself; f' may vanish at h, between two maxima of the exponent
  let at = h + side * deviation
  for (let iteration = 0; iteration < 40; iteration++) {
    const next = h + side * Math.max(0, side * tilt * channel.score(at))
    if (!(side * next > side * at)) break
    at = next
  }
  return at + side * reach
}

function rootLaw({ length, nodes, weights }: Rule, rootVariance: number): Float64Array {
  if (!(rootVariance > 0)) return Float64Array.of(1)
  const law = new Float64Array(length)
  const unit = 1 / Math.sqrt(2 * Math.PI * rootVariance)
  for (let j = 0; j < length; j++) law[j] = weights[j] * unit * Math.exp((-0.5 * nodes[j] * nodes[j]) / rootVariance)
  return law
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j]
  return sum
}
