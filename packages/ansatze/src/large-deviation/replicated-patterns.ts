import type { Constraint, Crossover } from '@gardner/core'
import { gradedBreaks, onPanels } from '@gardner/numerics'
import { bisected } from './bisect.js'
import { preimage, REACH } from './envelope.js'
import { type Nodes, PANEL, panelRule } from './panels.js'
import { type ProximalChannel, proximalChannel } from './proximal-point.js'
import { CUT, type Inner, type Replicated, type Rows, replicated } from './replicated.js'
import { windows } from './window.js'

/** Displacements below this share of a Gaussian's width do not have to be resolved. */
const NEGLIGIBLE = 1e-9
/** What an outer Gaussian below this share of the inner one does to the averages is below rounding. */
const NONE = 1e-9
/** An inner Gaussian below this share of the narrowest crossover sees f as almost quadratic. */
const NARROW = 0.25
const SQRT_2PI = Math.sqrt(2 * Math.PI)

/**
 * ∫Dz f₀(√C z) of the patterns as a function of C and Δ, for an f that is concave, or nearly so: undefined where two maxima compete.
 * With D = yΔ the rows are
 *
 *     h = h' − D f'(h'),   dh = (1 − D f'') dh',
 *
 * as in the envelope, which is the limit y → ∞. The inner integrals share panels that resolve √(Δ/(1 − D f'')); where that is narrow
 * beside the crossovers of f, each row has a few nodes of its own.
 */
export function replicatedPatterns(
  constraint: Constraint,
  v: number,
  y: number,
  step: number,
  others: readonly Crossover[] = [],
): (variance: number, delta: number) => Replicated | undefined {
  const channel = proximalChannel(constraint, v)
  const { point } = channel
  const crossovers = [...constraint.crossovers(v), ...others]
  const centers = crossovers.map(({ center }) => center).sort((a, b) => a - b)
  const narrowest = Math.min(Math.sqrt(v), ...crossovers.map(({ width }) => width))
  const rule = panelRule(step)

  /** Panels for each unit of h', from what the Gaussians ask for, where f bends and where D f' grows. */
  const panels = (field: number, gaussians: number, size: number): number => {
    const { shift, bend } = point
    const folds = bend / (PANEL.folds * (Math.abs(shift) + size))
    let sum = gaussians * gaussians + folds * folds
    for (const { center, width } of crossovers)
      sum += 1 / (PANEL.crossover * PANEL.crossover * ((field - center) * (field - center) + width * width))
    return Math.sqrt(sum)
  }

  const rowNodes = (root: number, deviation: number): Nodes => {
    const scale = Math.max(root, deviation)
    if (!(root > 0)) return { nodes: Float64Array.of(preimage(channel, 0, scale, 0)), weights: Float64Array.of(1) }
    const density = (field: number) => {
      channel.evaluate(field)
      return panels(field, Math.abs(1 - point.bend) / (PANEL.field * root), NEGLIGIBLE * root)
    }
    const [from, to] = [preimage(channel, -REACH * root, scale), preimage(channel, REACH * root, scale)]
    return onPanels(gradedBreaks(density, from, to, centers), rule)
  }

  const sharedNodes = (rows: Rows, widths: Float64Array, deviation: number): Nodes => {
    const { peaks, values, scores } = rows
    const count = peaks.length
    /** Where the exponent of a row has fallen by more than counts. */
    const edge = (row: number, side: 1 | -1): number => {
      const fallen = (by: number) => {
        channel.evaluate(peaks[row] + side * by)
        const fall = values[row] + side * by * scores[row] - point.value
        return y * fall + 0.5 * (by / deviation) ** 2 - CUT
      }
      return peaks[row] + side * bisected(fallen, 0, Math.sqrt(2 * CUT) * deviation, 0.01 * widths[row])
    }
    const density = (field: number) => {
      channel.evaluate(field)
      return panels(field, Math.sqrt(Math.max(1, 1 - point.bend)) / (PANEL.field * deviation), NEGLIGIBLE * deviation)
    }
    return onPanels(gradedBreaks(density, edge(0, -1), edge(count - 1, 1), centers), rule)
  }

  const reading = { value: 0, score: 0, second: 0 }
  const read = (field: number) => {
    channel.evaluate(field)
    reading.value = point.value
    reading.score = point.score
    return reading
  }

  return (variance, delta) => {
    channel.displace(Math.log(y * delta))
    const deviation = Math.sqrt(delta)
    const root = Math.sqrt(variance) > NONE * deviation ? Math.sqrt(variance) : 0
    const { nodes: peaks, weights } = rowNodes(root, deviation)
    const widths = new Float64Array(peaks.length)
    const rows = { peaks, weights, ...readings(channel, peaks), shifts: new Float64Array(peaks.length) }
    for (let i = 0; i < peaks.length; i++) {
      channel.evaluate(peaks[i])
      const slope = 1 - point.bend
      if (!(slope > 0)) return undefined
      rows.shifts[i] = point.shift
      widths[i] = deviation / Math.sqrt(slope)
      if (!(root > 0)) continue
      const z = (peaks[i] - point.shift) / root
      weights[i] *= (slope * Math.exp(-0.5 * z * z)) / (root * SQRT_2PI)
    }
    if (deviation < NARROW * narrowest) {
      return replicated(rows, windows(rows, widths, y, delta, step, false, read), y, delta)
    }
    const nodes = sharedNodes(rows, widths, deviation)
    const inner: Inner = { ...nodes, ...readings(channel, nodes.nodes), folded: false }
    return replicated(rows, inner, y, delta)
  }
}

/** f and f' on nodes. */
function readings({ evaluate, point }: ProximalChannel, nodes: Float64Array) {
  const values = new Float64Array(nodes.length)
  const scores = new Float64Array(nodes.length)
  for (let j = 0; j < nodes.length; j++) {
    evaluate(nodes[j])
    values[j] = point.value
    scores[j] = point.score
  }
  return { values, scores }
}
