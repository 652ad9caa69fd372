import { CUT, type Inner } from './replicated.js'

/** The farthest node of a window, in widths of the Gaussian that f makes at the peak. */
const FARTHEST = 16
/** Their spacing in units of the step. */
const SPACING = 3.8

/** What is read of the channel at a field. */
export interface Reading {
  value: number
  score: number
  second: number
}

/**
 * Inner nodes of their own for each row, where f is almost quadratic across the inner Gaussian: the trapezoid rule around the peak, spaced by
 * the width at the peak, outwards until the exponent y [f(h' + ξ) − f(h') − ξ f'(h')] − ξ²/2Δ is negligible. Nodes that are not needed have no
 * weight.
 */
export function windows(
  rows: { readonly peaks: Float64Array; readonly values: Float64Array; readonly scores: Float64Array },
  widths: Float64Array,
  y: number,
  delta: number,
  step: number,
  folded: boolean,
  read: (field: number) => Readonly<Reading>,
): Inner {
  const { peaks, values: peakValues, scores: peakScores } = rows
  const spacing = SPACING * step
  const reach = Math.floor(FARTHEST / spacing)
  const each = 2 * reach + 1
  const length = peaks.length * each
  const nodes = new Float64Array(length)
  const weights = new Float64Array(length)
  const values = new Float64Array(length)
  const scores = new Float64Array(length)
  const seconds = new Float64Array(length)
  const curb = 0.5 / delta
  for (let row = 0; row < peaks.length; row++) {
    const by = spacing * widths[row]
    for (let side = 1; side >= -1; side -= 2) {
      for (let i = side > 0 ? 0 : 1; i <= reach; i++) {
        const xi = side * i * by
        const field = peaks[row] + xi
        // a folded channel lives on field ≥ 0
        if (folded && field < 0) break
        const { value, score, second } = read(field)
        if (y * (value - peakValues[row] - xi * peakScores[row]) - xi * xi * curb < -CUT) break
        const k = row * each + reach + side * i
        nodes[k] = field
        weights[k] = by
        values[k] = value
        scores[k] = score
        seconds[k] = second
      }
    }
  }
  return { nodes, weights, values, scores, seconds, each, folded }
}
