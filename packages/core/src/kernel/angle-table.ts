import { panelIntegral, type Search } from '@gardner/numerics'
import {
  type ChebyshevSeries,
  chebyshevPoints,
  chopped,
  coefficientsOf,
  differentiate,
  evaluate,
  integrate,
  tail,
} from '@gardner/numerics/piecewise'
import { angleOf, gapOf, type Kernel } from './kernel.js'

/** The right angle: overlap q = 0. */
export const RIGHT_ANGLE = Math.PI / 2

const POINTS = 36
/** Below this share of the largest value, a tail that halving does not shrink is rounding noise of f. */
const NOISE = 1e-9

/** A function of ψ = acos q on [0, π/2] as Chebyshev panels; kernels of kinked activations are analytic in ψ. */
export interface AngleTable {
  readonly panels: readonly ChebyshevSeries[]
  /** What the panels leave unresolved, beside the table's largest value. */
  readonly error: number
}

/**
 * Tabulates f, bisecting [0, `first`] and the rest of [0, π/2] until every panel is resolved to `tolerance` of the largest value, or is as narrow as
 * `narrowest`.
 */
export function* tabulate(
  f: (angle: number) => number,
  tolerance: number,
  narrowest = 1e-3,
  first = RIGHT_ANGLE,
): Search<AngleTable> {
  const panels: ChebyshevSeries[] = []
  let largest = 0
  let unresolved = 0
  function* split(a: number, b: number, before: number): Search<void> {
    const panel = yield* interpolated(f, a, b, POINTS)
    const { size, scale } = tail(panel)
    largest = Math.max(largest, scale)
    const noise = size < NOISE * largest && size > 0.3 * before
    if (size > tolerance * largest && b - a > narrowest && !noise) {
      yield* split(a, 0.5 * (a + b), size)
      yield* split(0.5 * (a + b), b, size)
      return
    }
    unresolved = Math.max(unresolved, size)
    panels.push(chopped(panel))
  }
  yield* split(0, first, Infinity)
  if (first < RIGHT_ANGLE) yield* split(first, RIGHT_ANGLE, Infinity)
  return { panels, error: largest === 0 ? 0 : unresolved / largest }
}

/** The interpolant of f at Chebyshev points, in pieces of one value. */
export function* interpolated(f: (x: number) => number, a: number, b: number, n: number): Search<ChebyshevSeries> {
  const values: number[] = []
  for (const x of chebyshevPoints(a, b, n)) {
    values.push(f(x))
    yield
  }
  return { a, b, coefficients: coefficientsOf(values) }
}

/** f at each of the angles, in pieces of one. */
export function* each(angles: readonly number[], f: (angle: number) => number): Search<number[]> {
  const values: number[] = []
  for (const angle of angles) {
    values.push(f(angle))
    yield
  }
  return values
}

export function lookUp({ panels }: AngleTable, angle: number): number {
  let panel = 0
  while (panel < panels.length - 1 && angle > panels[panel].b) panel++
  return evaluate(panels[panel], angle)
}

/** ∫_0^ψ of the table. */
export function integrated({ panels, error }: AngleTable): AngleTable {
  let sum = 0
  return {
    panels: panels.map((panel) => {
      const { a, b, coefficients } = integrate(panel)
      coefficients[0] += sum
      sum = evaluate({ a, b, coefficients }, b)
      return { a, b, coefficients }
    }),
    error,
  }
}

export const slopeOf = ({ panels, error }: AngleTable): AngleTable => ({ panels: panels.map(differentiate), error })

/** A new table on the same panels, from a function evaluated at their points. */
export function* retabulate({ panels, error }: AngleTable, f: (angle: number) => number): Search<AngleTable> {
  const made: ChebyshevSeries[] = []
  for (const { a, b } of panels) made.push(chopped(yield* interpolated(f, a, b, POINTS)))
  return { panels: made, error }
}

/** ∫ f over [from, to] with panels that follow the table's. */
export function integralAlong({ panels }: AngleTable, f: (angle: number) => number, from: number, to: number): number {
  const inner = panels.map(({ b }) => b).filter((b) => b > from && b < to)
  return panelIntegral(f, [from, ...inner, to])
}

/** A kernel that is dear to evaluate, as tables of its four functions over their leading behaviours. */
export function* tabulatedKernel(kernel: Kernel): Search<Kernel> {
  const tolerance = 2e-15
  // by the q that the kernel sees, not cos ψ, whose rounding is another one near the right angle
  const covariances = yield* tabulate((angle) => kernel.covariance(gapOf(angle)) / (1 - gapOf(angle)), tolerance)
  const deficits = yield* tabulate((angle) => kernel.deficit(gapOf(angle)) / gapOf(angle), tolerance)
  const slopes = yield* tabulate((angle) => kernel.slope(gapOf(angle)), tolerance)
  // of an odd g, C'' vanishes with q
  const odd = Math.abs(kernel.curvature(1)) <= 1e-15 * kernel.curvature(0)
  const curvatures = yield* tabulate(
    (angle) => kernel.curvature(gapOf(angle)) / (odd ? 1 - gapOf(angle) : 1),
    tolerance,
  )
  return {
    covariance: (gap) => lookUp(covariances, angleOf(gap)) * (1 - gap),
    deficit: (gap) => lookUp(deficits, angleOf(gap)) * gap,
    slope: (gap) => lookUp(slopes, angleOf(gap)),
    curvature: (gap) => lookUp(curvatures, angleOf(gap)) * (odd ? 1 - gap : 1),
    error: Math.max(kernel.error, covariances.error, deficits.error, slopes.error, curvatures.error),
  }
}
