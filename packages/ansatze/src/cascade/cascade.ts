import { invalid, type Layer, positive } from '@gardner/core'
import type { Channel } from './channel.js'
import { type Lattice, lattice } from './lattice.js'

/** A step of the cascade: T_{m,Δ}[f](h) = (1/m) log ∫Dz e^{m f(h + √Δ z)}. */
export interface Level {
  /** m > 0 */
  readonly parisi: number
  /** Δ ≥ 0 */
  readonly variance: number
}

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

/** Standard deviations beyond which a Gaussian counts for nothing. */
const REACH = 9
/** e^{−38} of the largest term is below rounding. */
const NEGLIGIBLE = 38
const LOG_2PI = Math.log(2 * Math.PI)
/** Where m f varies by less over a Gaussian the logarithm is taken of a mean of e^x − 1. */
const SLIGHT = 8
const SMALL = 1 / 16

/** The nodes of one level and what is known there. */
interface Floor extends Lattice {
  readonly values: Float64Array
  readonly scores: Float64Array
}

/** The transition from a floor to the next one inward: for each outer node the tilted law on the inner ones. */
interface Stairs {
  /** First inner node of each row, and where the row starts in `shares`. */
  readonly first: Int32Array
  readonly start: Int32Array
  readonly shares: Float64Array
  /** Variance of f_i' under the tilted law. */
  readonly variance: Float64Array
  /** (⟨f_i⟩ − f_{i−1})/m_i */
  readonly slope: Float64Array
}

/**
 * The cascade over a channel from the variance Δ_0 of the outermost field, levels from the outermost inward. Undefined where a
 * level is too narrow to be told from none.
 *
 * Every f_i lives on a lattice of its own that follows its layers and the tilted Gaussians it is averaged with, so the cost
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
  const floors = latticesOf(channel, rootVariance, active, step)
  if (floors === undefined) return undefined
  const k = active.length
  const top = floors[k]
  for (let j = 0; j < top.length; j++) {
    top.values[j] = channel.value(top.nodes[j])
    top.scores[j] = channel.score(top.nodes[j])
  }
  const stairs: Stairs[] = new Array(k)
  for (let i = k; i >= 1; i--) stairs[i - 1] = climb(floors[i - 1], floors[i], active[i - 1])

  let law = rootLaw(floors[0], rootVariance)
  const laws = [law]
  const mean = dot(law, floors[0].values)
  const meanSquareScore = [0]
  for (let j = 0; j < law.length; j++) meanSquareScore[0] += law[j] * floors[0].scores[j] ** 2
  const spread: number[] = []
  const parisiSlope: number[] = []
  let i = 0
  for (const { variance } of levels) {
    if (!(variance > 0)) {
      spread.push(0)
      parisiSlope.push(0)
    } else {
      const stair = stairs[i]
      spread.push(dot(law, stair.variance))
      parisiSlope.push(dot(law, stair.slope))
      law = descend(law, stair, floors[i + 1].length)
      laws.push(law)
      i++
    }
    meanSquareScore.push(meanSquareScore[meanSquareScore.length - 1] + spread[spread.length - 1])
  }
  const meanSquareCurvature = (curvature: (h: number) => number): number[] => {
    let curvatures: Float64Array = top.nodes.map(curvature)
    const squares = [meanSquare(laws[k], curvatures)]
    for (let level = k; level >= 1; level--) {
      curvatures = outward(curvatures, stairs[level - 1], active[level - 1].parisi)
      squares.unshift(meanSquare(laws[level - 1], curvatures))
    }
    // a level of no variance repeats the one outside it
    let at = 0
    return [squares[0], ...levels.map(({ variance }) => squares[variance > 0 ? ++at : at])]
  }
  return { mean, meanSquareScore, spread, parisiSlope, nodes: top.nodes, weights: law, meanSquareCurvature }
}

/** f_{i−1}'' = ⟨f_i''⟩ + m (⟨f_i'²⟩ − ⟨f_i'⟩²) */
function outward(curvatures: Float64Array, { first, start, shares, variance }: Stairs, parisi: number): Float64Array {
  const outer = new Float64Array(first.length)
  for (let row = 0; row < outer.length; row++) {
    let sum = parisi * variance[row]
    const offset = first[row] - start[row]
    for (let j = start[row]; j < start[row + 1]; j++) sum += shares[j] * curvatures[offset + j]
    outer[row] = sum
  }
  return outer
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
): Floor[] | undefined {
  const k = levels.length
  const layers: (readonly Layer[])[] = new Array(k + 1)
  const stiffness: (readonly [number, number])[] = new Array(k + 1)
  layers[k] = channel.layers
  stiffness[k] = channel.stiffness
  for (let i = k; i >= 1; i--) {
    const { parisi, variance } = levels[i - 1]
    // Averaging widens the layers of f. But where f is convex two maxima of the exponent may trade places, within w/m.
    const concave = stiffness[k][0] + stiffness[k][1] > 0
    layers[i - 1] = layers[i].map(({ center, width }) => ({
      center,
      width: Math.min(Math.sqrt(width * width + variance), concave ? Number.POSITIVE_INFINITY : width / parisi),
    }))
    const [below, above] = stiffness[i]
    stiffness[i - 1] = [below / (1 + parisi * variance * below), above / (1 + parisi * variance * above)]
  }
  const floors: Floor[] = []
  const root = Math.sqrt(rootVariance)
  let [from, to] = [-REACH * root, REACH * root]
  const floorOf = (made: Lattice): Floor => ({
    ...made,
    values: new Float64Array(made.length),
    scores: new Float64Array(made.length),
  })
  if (root > 0) {
    const made = lattice({ layers: layers[0], below: root, above: root }, from, to, step)
    if (made === undefined) return undefined
    floors.push(floorOf(made))
  } else floors.push(floorOf({ length: 1, nodes: new Float64Array(1), weights: Float64Array.of(1) }))
  for (let i = 1; i <= k; i++) {
    const { parisi, variance } = levels[i - 1]
    const deviation = Math.sqrt(variance)
    const narrowed = stiffness[i].map((stiff) => 1 + parisi * variance * stiff)
    const below = deviation / Math.sqrt(narrowed[0])
    const above = deviation / Math.sqrt(narrowed[1])
    from = edge(channel, layers[i], from, -1, parisi * variance, narrowed[0], deviation)
    to = edge(channel, layers[i], to, 1, parisi * variance, narrowed[1], deviation)
    const made = lattice({ layers: layers[i], below, above }, from, to, step)
    if (made === undefined) return undefined
    floors.push(floorOf(made))
  }
  return floors
}

/** m Δ beside the square of the width of every layer. */
const SLIGHT_TILT = 0.1

/** Beyond where the tilted law of the outermost row at `h` does not reach. */
function edge(
  channel: Channel,
  layers: readonly Layer[],
  h: number,
  side: -1 | 1,
  tilt: number,
  narrowed: number,
  deviation: number,
): number {
  const reach = (REACH * deviation) / Math.sqrt(narrowed)
  // where m Δ |f''| < 1 one maximum of the exponent is near h; the bound by the layers would take a lattice of their width instead of Δ's
  const slight = layers.every(({ width }) => tilt < SLIGHT_TILT * width * width)
  if (narrowed > 1 && layers.length > 0 && !slight) {
    // f ≈ −½ stiffness x² pulls the row at distance x from the layers to x/narrowed
    const ends = layers.map(({ center }) => side * center)
    const widest = Math.max(...layers.map(({ width }) => width))
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

/** f_{i−1} and f_{i−1}' on the outer lattice from those on the inner, with the tilted laws. */
function climb(outer: Floor, inner: Floor, { parisi, variance }: Level): Stairs {
  const rows = outer.length
  const columns = inner.length
  const { nodes, weights, values, scores } = inner
  const weighed = new Float64Array(columns)
  for (let j = 0; j < columns; j++) weighed[j] = parisi * values[j] + Math.log(weights[j])
  // the largest f' to the right of every node: how far a row can be pulled to the right
  const pull = new Float64Array(columns)
  for (let j = columns - 1; j >= 0; j--) pull[j] = Math.max(j + 1 < columns ? pull[j + 1] : 0, scores[j])
  const first = new Int32Array(rows)
  const start = new Int32Array(rows + 1)
  const spreads = new Float64Array(rows)
  const slope = new Float64Array(rows)
  let shares = new Float64Array(rows * Math.min(columns, 128))
  let used = 0
  const scale = -0.5 / variance
  const reach = (REACH + 0.5) * Math.sqrt(variance)
  const norm = 0.5 * (LOG_2PI + Math.log(variance))
  // a node that is negligible beside one to its right stays so for larger h
  let begin = 0
  let left = 0
  for (let row = 0; row < rows; row++) {
    const h = outer.nodes[row]
    const limit = h + reach + parisi * variance * pull[begin]
    if (used + columns - begin > shares.length) {
      const longer = new Float64Array(2 * shares.length + columns)
      longer.set(shares)
      shares = longer
    }
    let largest = Number.NEGATIVE_INFINITY
    let end = begin
    for (; end < columns && nodes[end] <= limit; end++) {
      const x = nodes[end] - h
      const exponent = weighed[end] + scale * x * x
      shares[used + end - begin] = exponent
      if (exponent > largest) largest = exponent
    }
    if (end === begin) {
      // no node within reach: only where rounding has emptied the window
      outer.values[row] = Number.NaN
      outer.scores[row] = Number.NaN
      start[row + 1] = used
      continue
    }
    let skip = 0
    while (shares[used + skip] < largest - NEGLIGIBLE) skip++
    if (skip > 0) {
      shares.copyWithin(used, used + skip, used + end - begin)
      begin += skip
    }
    while (shares[used + end - begin - 1] < largest - NEGLIGIBLE) end--
    const length = end - begin
    let total = 0
    let score = 0
    let value = 0
    for (let j = 0; j < length; j++) {
      const share = Math.exp(shares[used + j] - largest)
      shares[used + j] = share
      total += share
      score += share * scores[begin + j]
      value += share * values[begin + j]
    }
    score /= total
    value /= total
    let spread = 0
    for (let j = 0; j < length; j++) {
      shares[used + j] /= total
      const off = scores[begin + j] - score
      spread += shares[used + j] * off * off
    }
    // ⟨f_i⟩ − f_{i−1}, whose digits cancel where the tilt is slight
    while (nodes[left] < h - reach) left++
    const slight = parisi * Math.max(Math.abs(values[left] - value), Math.abs(values[end - 1] - value)) < SLIGHT
    const excess = slight
      ? relativeEntropy(shares, used, values, begin, length, value, parisi)
      : value - (largest + Math.log(total) - norm) / parisi
    outer.values[row] = value - excess
    outer.scores[row] = score
    spreads[row] = spread
    slope[row] = excess / parisi
    first[row] = begin
    used += length
    start[row + 1] = used
  }
  return { first, start, shares, variance: spreads, slope }
}

/**
 * ⟨f⟩ − (1/m) log ∫Dz e^{mf} = (1/m) log ⟨e^{−m(f − ⟨f⟩)}⟩ with averages under the tilted law, of which the Gaussian is the law
 * weighed with e^{−mf}: 1/m times the relative entropy of the one to the other.
 */
function relativeEntropy(
  shares: Float64Array,
  used: number,
  values: Float64Array,
  begin: number,
  length: number,
  value: number,
  parisi: number,
): number {
  // e^x − 1 − x, as ⟨x⟩ = 0: where x is small the first order would leave no digits of the second
  let sum = 0
  for (let j = 0; j < length; j++) {
    const x = -parisi * (values[begin + j] - value)
    sum += shares[used + j] * (x < SMALL && x > -SMALL ? beyondLinear(x) : Math.expm1(x) - x)
  }
  return Math.log1p(sum) / parisi
}

/** e^x − 1 − x for |x| < 1/16, by its series. */
const beyondLinear = (x: number): number =>
  x *
  x *
  (0.5 +
    x *
      (1 / 6 +
        x *
          (1 / 24 +
            x * (1 / 120 + x * (1 / 720 + x * (1 / 5040 + x * (1 / 40320 + x * (1 / 362880 + x * (1 / 3628800)))))))))

function rootLaw({ length, nodes, weights }: Lattice, rootVariance: number): Float64Array {
  if (!(rootVariance > 0)) return Float64Array.of(1)
  const law = new Float64Array(length)
  const unit = 1 / Math.sqrt(2 * Math.PI * rootVariance)
  for (let j = 0; j < length; j++) law[j] = weights[j] * unit * Math.exp((-0.5 * nodes[j] * nodes[j]) / rootVariance)
  return law
}

/** The law one level further in. */
function descend(law: Float64Array, { first, start, shares }: Stairs, columns: number): Float64Array {
  const inner = new Float64Array(columns)
  for (let row = 0; row < law.length; row++) {
    const weight = law[row]
    const offset = first[row] - start[row]
    for (let j = start[row]; j < start[row + 1]; j++) inner[offset + j] += weight * shares[j]
  }
  return inner
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j]
  return sum
}
