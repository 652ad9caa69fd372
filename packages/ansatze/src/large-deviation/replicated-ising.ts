import type { SitePrior } from '@gardner/core'
import { gradedBreaks, onPanels } from '@gardner/numerics'
import { bisected } from './bisect.js'
import { type IsingRows, isingOf, isingRow, isingRows, jumpOf, logCosh } from './ising.js'
import { type Nodes, PANEL, panelRule } from './panels.js'
import { CUT, type Inner, type Replicated, type Rows, replicated } from './replicated.js'
import { type Reading, windows } from './window.js'

/** The averages of weights w = ±1 under A₀(h) = (1/y) log ∫Dz e^{y A(h + √Δ z)}, h = √q̂₀ z. */
export interface ReplicatedIsing {
  /** ∫Dz A₀ */
  readonly mean: number
  /** ⟨A₀'²⟩ */
  readonly outerSquare: number
  /** ⟨A'²⟩ − ⟨A₀'²⟩, without cancellation */
  readonly spread: number
  /** 1 − ⟨A'²⟩ = ⟨A''⟩ */
  readonly gap: number
  /** The law of the innermost field h'. */
  law(): Nodes
}

/** What an outer Gaussian below this share of the inner one does to the averages is below rounding. */
const NONE = 1e-9
/** An inner Gaussian of this width sees log cosh as almost quadratic, unless yΔ is nearly 1 or more. */
const NARROW = 0.25
const QUADRATIC = 0.7
/** g' beyond which log cosh g' = g' − log 2, twelve deviations aside. */
const STRAIGHT = 20
/** Widths of the window of a row that stays clear of g' = 0. */
const CLEAR = 14

/**
 * A is even about h = −bias: with g = h + bias and g' = h' + bias
 *
 *     ∫dg' e^{−(g' − g)²/2Δ} cosh^y g' = ∫_0^∞ dg' [e^{−(g' − |g|)²/2Δ} + e^{−(g' + |g|)²/2Δ}] cosh^y g',
 *
 * which has one maximum however large yΔ. Rows |g| ≥ 0, inner panels on g' ≥ 0 with every node standing for its mirror image too;
 * where the maximum is narrow and quadratic, a few nodes around it for each row.
 */
export function replicatedIsing(prior: SitePrior, y: number, step: number) {
  const ising = isingOf(prior)
  const { bias, floor } = ising
  const rule = panelRule(step)

  const innerOf = ({ peaks, fields }: Pick<IsingRows, 'peaks' | 'fields'>, delta: number): Inner => {
    const displacement = y * delta
    const deviation = Math.sqrt(delta)
    const start = jumpOf(displacement)
    const widest = deviation / Math.sqrt(1 - displacement / Math.cosh(start) ** 2)
    const quadratic = displacement < QUADRATIC
    if (deviation < NARROW && (quadratic || start > CLEAR * widest)) {
      const widths = peaks.map((peak) => deviation / Math.sqrt(1 - displacement / Math.cosh(peak) ** 2))
      return windows({ peaks, ...readings(peaks) }, widths, y, delta, step, !quadratic, read)
    }
    const last = peaks.length - 1
    const highest = logCosh(peaks[last]) * y - 0.5 * ((peaks[last] - fields[last]) / deviation) ** 2
    const fallen = (by: number) => {
      const at = peaks[last] + by
      return highest - CUT - y * logCosh(at) + 0.5 * ((at - fields[last]) / deviation) ** 2
    }
    // beyond the peak the exponent falls at least like that of a Gaussian around |g| + yΔ
    const most = fields[last] + displacement + Math.sqrt(2 * CUT + 2) * deviation - peaks[last]
    const density = (at: number) => {
      const variance = 1 / Math.cosh(at) ** 2
      const [gaussian, folds] = [PANEL.field * deviation, (2 * variance) / (PANEL.folds * (variance + 1e-14))]
      return Math.sqrt(
        1 / (gaussian * gaussian) + 1 / (PANEL.crossover * PANEL.crossover * (at * at + 1)) + folds * folds,
      )
    }
    const end = peaks[last] + bisected(fallen, 0, 2 * most, 0.01 * deviation)
    const { nodes, weights } = onPanels(gradedBreaks(density, 0, end), rule)
    return { nodes, weights, ...readings(nodes), folded: true }
  }

  return {
    ...ising,
    at: (qhat: number, delta: number): ReplicatedIsing => {
      const displacement = y * delta
      const deviation = Math.sqrt(delta)
      const root = Math.sqrt(qhat) > NONE * deviation ? Math.sqrt(qhat) : 0
      const start = jumpOf(displacement)
      const slope = 1 - displacement / Math.cosh(start) ** 2
      // the scale of η on which the mirror image counts: the width of the inner integral, cosh^y limits it at yΔ = 1, or less
      // where two maxima trade places
      const widest = Math.min(deviation / Math.sqrt(Math.abs(1 - displacement)), y ** -0.25)
      const kink = start > widest ? Math.min(widest, delta / (2 * start * slope)) : widest
      const sides: readonly (readonly [1 | -1, number])[] =
        bias === 0
          ? [[1, 2]]
          : [
              [1, 1],
              [-1, 1],
            ]
      const parts: { readonly side: 1 | -1; readonly sums: Replicated }[] = []
      for (const [side, copies] of sides) {
        if (root === 0 && side * bias < 0) continue
        const made =
          root > 0 ? isingRows(ising, side, root, displacement, step, kink) : isingRow(Math.abs(bias), displacement)
        if (made.peaks.length === 0) continue
        const scale = root > 0 ? copies : 1
        const straight = made.peaks.findIndex((peak) => peak > STRAIGHT + 12 * deviation)
        const bent = straight < 0 ? made.peaks.length : straight
        for (const [from, to] of [
          [0, bent],
          [bent, made.peaks.length],
        ]) {
          if (from === to) continue
          const peaks = made.peaks.subarray(from, to)
          const fields = made.fields.subarray(from, to)
          const rows = {
            peaks,
            weights: made.weights.subarray(from, to).map((weight) => scale * weight),
            shifts: peaks.map((peak, i) => peak - fields[i]),
            ...readings(peaks),
          }
          const sums =
            from === bent ? straightRows(rows) : replicated(rows, innerOf({ peaks, fields }, delta), y, delta)
          parts.push({ side, sums })
        }
      }
      const total = (of: (sums: Replicated) => number) => parts.reduce((sum, part) => sum + of(part.sums), 0)
      return {
        mean: floor + total(({ mean }) => mean),
        outerSquare: total(({ outerSquare }) => outerSquare),
        spread: total(({ spread }) => spread),
        gap: total(({ inner }) => inner),
        law: () => {
          const nodes: number[] = []
          const weights: number[] = []
          for (const { side, sums } of parts) {
            const law = sums.law()
            for (let j = 0; j < law.nodes.length; j++) {
              nodes.push(side * law.nodes[j] - bias)
              weights.push(law.weights[j])
            }
          }
          return { nodes: Float64Array.from(nodes), weights: Float64Array.from(weights) }
        },
      }
    },
  }
}

/** Rows where A is straight: the inner integral is that of a Gaussian around the peak, and A₀ = A − D/2 there. */
function straightRows({
  peaks,
  weights,
  values,
  shifts,
  seconds,
}: Rows & { readonly seconds: Float64Array }): Replicated {
  let [mean, outerSquare, inner] = [0, 0, 0]
  for (let i = 0; i < peaks.length; i++) {
    mean += weights[i] * (values[i] - 0.5 * shifts[i])
    outerSquare += weights[i] * (1 - seconds[i])
    inner += weights[i] * seconds[i]
  }
  return { mean, outerSquare, spread: 0, inner, law: () => ({ nodes: peaks, weights }) }
}

const reading = { value: 0, score: 0, second: 0 }

/** log cosh, tanh and 1/cosh², overwritten by the next call. */
function read(field: number): Readonly<Reading> {
  const at = Math.abs(field)
  const small = Math.exp(-2 * at)
  reading.value = at + Math.log1p(small) - Math.LN2
  reading.score = (field < 0 ? small - 1 : 1 - small) / (1 + small)
  reading.second = (4 * small) / ((1 + small) * (1 + small))
  return reading
}

/** The same on nodes. */
function readings(nodes: Float64Array) {
  const values = new Float64Array(nodes.length)
  const scores = new Float64Array(nodes.length)
  const seconds = new Float64Array(nodes.length)
  for (let j = 0; j < nodes.length; j++) {
    const { value, score, second } = read(nodes[j])
    values[j] = value
    scores[j] = score
    seconds[j] = second
  }
  return { values, scores, seconds }
}
