import type { Constraint, Crossover } from '@gardner/core'
import { gradedBreaks } from '@gardner/numerics'
import { bisected } from './bisect.js'
import { type MaxwellJump, maxwellJumps } from './maxwell-jumps.js'
import { PANEL, panelRule } from './panels.js'
import { type ProximalChannel, proximalChannel } from './proximal-point.js'

/**
 * The averages of a pattern channel under
 *
 *     F(h) = max_{h'} [f(h') − (h' − h)²/(2Δ)],   h = √C z
 *
 * (F is the Moreau envelope of f; with h' = h + √Δ u it is max_u [−u²/2 + f(h + √Δ u)]). ⟨·⟩ is the average under the law of the
 * maximiser h'.
 */
export interface Envelope {
  /** ∫Dz F */
  readonly mean: number
  /** log (Δ² ⟨f'²⟩), which is the mean square of h' − h */
  readonly logSquareShift: number
  /** ⟨f'²⟩ */
  readonly meanSquareScore: number
  /** ⟨f''²⟩ */
  readonly meanSquareCurvature: number
  /** ⟨f''⟩ */
  readonly meanCurvature: number
  /** ∫Dz F'' */
  readonly meanBend: number
  /** The law of h'. */
  readonly nodes: Float64Array
  readonly weights: Float64Array
}

/** √C z is followed to this |z|, where the Gaussian weight is below 1e-18. */
export const REACH = 9
/** Displacements below this share of √C do not have to be resolved. */
const NEGLIGIBLE = 1e-9

/**
 * F as a function of log Δ. No maximisation is needed: with h' as the variable h = h' − Δ f'(h') and dh = (1 − Δ f'') dh', so that
 *
 *     ∫Dz F = ∫dh' (1 − Δ f'') N(h; 0, C) [f − Δ f'²/2]
 *
 * over the h' that are global maximisers: all of them where f is concave, as for the margin; elsewhere intervals are left out, between
 * whose ends the maximiser jumps. Gauss–Legendre panels that resolve the crossovers of f (and `others`), z, and the growth of Δ f'.
 */
export function envelope(
  constraint: Constraint,
  v: number,
  variance: number,
  step: number,
  others: readonly Crossover[] = [],
) {
  const channel = proximalChannel(constraint, v)
  const { point } = channel
  const bends = constraint.crossovers(v)
  const crossovers = [...bends, ...others]
  const centers = crossovers.map(({ center }) => center).sort((a, b) => a - b)
  const root = Math.sqrt(variance)
  const rule = panelRule(step)
  const order = rule.nodes.length
  const size = NEGLIGIBLE * root

  /** Panels for each unit of h'. */
  const density = (field: number): number => {
    channel.evaluate(field)
    const { shift, bend } = point
    const [gaussian, folds] = [(1 - bend) / (PANEL.field * root), bend / (PANEL.folds * (Math.abs(shift) + size))]
    let sum = gaussian * gaussian + folds * folds
    for (const { center, width } of crossovers)
      sum += 1 / (PANEL.crossover * PANEL.crossover * ((field - center) * (field - center) + width * width))
    return Math.sqrt(sum)
  }
  const fieldOf = (h: number): number => preimage(channel, h, root)

  /** Undefined where a node lies in an interval that should have been left out. */
  const integrate = (gaps: readonly MaxwellJump[], strict: boolean): Envelope | undefined => {
    const [from, to] = [fieldOf(-REACH * root), fieldOf(REACH * root)]
    const edges = [from, ...gaps.flatMap(({ below, above }) => [below, above]), to]
    const breaks: number[][] = []
    let panels = 0
    for (let i = 0; i < edges.length; i += 2) {
      if (!(edges[i + 1] > edges[i])) continue
      const segment = gradedBreaks(density, edges[i], edges[i + 1], centers)
      breaks.push(segment)
      panels += segment.length - 1
    }
    const nodes = new Float64Array(panels * order)
    const weights = new Float64Array(panels * order)
    const norm = 1 / Math.sqrt(2 * Math.PI * variance)
    let [mean, squareShift, squareScore, squareCurvature, curvature, bent] = [0, 0, 0, 0, 0, 0]
    let k = 0
    for (const segment of breaks) {
      for (let panel = 1; panel < segment.length; panel++) {
        const half = 0.5 * (segment[panel] - segment[panel - 1])
        const middle = 0.5 * (segment[panel] + segment[panel - 1])
        for (let i = 0; i < order; i++, k++) {
          const field = middle + half * rule.nodes[i]
          channel.evaluate(field)
          const slope = 1 - point.bend
          if (strict && !(slope > 0)) return undefined
          const z = (field - point.shift) / root
          const gaussian = half * rule.weights[i] * norm * Math.exp(-0.5 * z * z)
          const weight = gaussian * slope
          nodes[k] = field
          weights[k] = weight
          mean += weight * (point.value - 0.5 * point.score * point.shift)
          squareShift += weight * point.shift * point.shift
          squareScore += weight * point.score * point.score
          squareCurvature += weight * point.curvature * point.curvature
          curvature += weight * point.curvature
          bent += gaussian * point.curvature
        }
      }
    }
    for (const { at, jump } of gaps) bent += jump * norm * Math.exp(-0.5 * (at / root) ** 2)
    return {
      mean,
      logSquareShift: Math.log(squareShift),
      meanSquareScore: squareScore,
      meanSquareCurvature: squareCurvature,
      meanCurvature: curvature,
      meanBend: bent,
      nodes,
      weights,
    }
  }

  let last: { readonly logDelta: number; readonly result: Envelope | undefined } | undefined
  return {
    reach: channel.reach,
    at: (logDelta: number): Envelope | undefined => {
      if (last?.logDelta === logDelta) return last.result
      channel.displace(logDelta)
      const result = integrate([], true) ?? integrate(maxwellJumps(channel, bends, root, Math.exp(logDelta)), false)
      last = { logDelta, result }
      return result
    },
  }
}

/** An h' with h' − Δ f'(h') = h, looked for on the scale `root`, to within `tolerance` of it. */
export function preimage({ evaluate, point }: ProximalChannel, h: number, root: number, tolerance = 1e-9): number {
  const excess = (field: number) => {
    evaluate(field)
    return field - point.shift - h
  }
  let [low, high] = [h, h]
  const least = excess(h)
  for (let reach = root; reach < 1e6 * root && least < 0; reach *= 2) {
    high = h + reach
    if (!(excess(high) < 0)) break
    low = high
  }
  for (let reach = root; reach < 1e6 * root && least > 0; reach *= 2) {
    low = h - reach
    if (!(excess(low) > 0)) break
    high = low
  }
  return bisected(excess, low, high, tolerance * root)
}
