import { gaussianIntegral, panelBreaks, panelIntegral } from '../gaussian/legendre.js'
import { density } from '../gaussian/normal.js'
import { derivative, evaluateAt, jumps, type Piecewise, seams, vanishes } from '../gaussian/piecewise.js'
import {
  type AngleTable,
  integralAlong,
  integrated,
  lookUp,
  RIGHT_ANGLE,
  retabulate,
  slopeOf,
  tabulate,
} from './angle-table.js'
import { angleOf, gapOf, type Kernel } from './kernel.js'

/** |u| up to which double integrals go: their integrands grow little, as powers above |u|⁴ have kernels of a short series. */
const PAIR_REACH = 10
/** Pieces of g narrower than this show a structure that the panels must follow. */
const FINE_PIECE = 0.25
const TOLERANCE = 5e-14
/** Angles at which two routes are compared. */
const CHECKS = [0.05, 0.5, 1.3]
/** Between the angles looked at, 40-digit values show deviations up to three times those found. */
const UNSEEN = 4
/** What the roundings of a table add up to. */
const ROUNDING = 2e-14

interface Atom {
  readonly at: number
  readonly size: number
}

/**
 * The kernel of a piecewise smooth g, right to about 1e-13 for every gap down to 0.
 *
 * A derivative of g is a regular part r plus atoms s_i δ(u − a_i) at the kinks, and with ψ = acos q
 *
 *     E[(r + Σ s_i δ_{a_i})(u) (r + Σ s_j δ_{a_j})(v)]
 *       = E[r(u)r(v)] + 2 Σ_i s_i φ(a_i) E_z[r(a_i cos ψ + z sin ψ)] + Σ_ij s_i s_j φ₂(a_i, a_j; ψ),
 *
 * where sin ψ φ₂ is analytic in ψ. Without jumps of g that gives sin ψ C''; C' and C(1) − C follow by exact
 * integration over ψ (dq = −sin ψ dψ) from C'(1) = E g'². With jumps it gives sin ψ C', and C'' follows by
 * differentiation. Both are tabulated once, as Chebyshev panels in ψ.
 *
 * The error is the largest disagreement with independent routes: C' from g' alone, C from g alone, Var g.
 */
export function kinkedKernel(g: Piecewise, mean: number, variance: number): Kernel {
  const scale = Math.sqrt(variance)
  const slope = derivative(g)
  const steps = jumps(g, 1e-12, scale)
  const kernel = steps.length > 0 ? jumpingKernel(slope, steps, scale) : continuousKernel(slope, scale)
  const mismatch = CHECKS.map(
    (angle) => Math.abs(correlation(g, angle) - mean * mean - kernel.covariance(gapOf(angle))) / variance,
  )
  const worst = Math.max(kernel.error, ...mismatch, Math.abs(kernel.deficit(1) / variance - 1))
  return { ...kernel, error: ROUNDING + UNSEEN * worst }
}

function continuousKernel(slope: Piecewise, scale: number): Kernel {
  const kinks = jumps(slope, 1e-10, scale)
  const curvature = derivative(slope)
  const { slopes, curvatureAt, error } =
    kinks.length > 0 ? bentSlopes(slope, curvature, kinks, scale) : smoothSlopes(slope, curvature)
  const { deficit, covariance } = fromSlopes(
    slopes,
    (angle) => lookUp(slopes, angle) * Math.sin(angle),
    (angle) => 2 * Math.sin(0.5 * angle) ** 2,
  )
  return {
    covariance,
    deficit: (gap) => deficit(angleOf(gap)),
    slope: (gap) => lookUp(slopes, angleOf(gap)),
    curvature: (gap) => curvatureAt(angleOf(gap)),
    error,
  }
}

interface Slopes {
  /** C' */
  readonly slopes: AngleTable
  /** C'' */
  curvatureAt(angle: number): number
  readonly error: number
}

/** g' jumps: sin ψ C'' is analytic, and C' follows from C'(1) = E g'². Checked by C' from g' alone. */
function bentSlopes(slope: Piecewise, curvature: Piecewise, kinks: readonly Atom[], scale: number): Slopes {
  const weighted = tabulate((angle) => momentTimesSine(curvature, kinks, angle, scale), TOLERANCE)
  const losses = integrated(weighted)
  const most = gaussianIntegral((u) => evaluateAt(slope, u) ** 2, [...slope.kinks, ...seams(slope, FINE_PIECE)])
  const slopes = retabulate(weighted, (angle) => most - lookUp(losses, angle))
  const mismatch = CHECKS.map((angle) => Math.abs(correlation(slope, angle) - lookUp(slopes, angle)) / most)
  return {
    slopes,
    curvatureAt: (angle) => lookUp(weighted, angle) / Math.sin(angle),
    error: Math.max(weighted.error, ...mismatch),
  }
}

/**
 * g' is continuous: C' and C'' are tabulated each for itself. Checked by C' = C'(1) − ∫ C'' and by C'' from the slope
 * of the table of C'.
 */
function smoothSlopes(slope: Piecewise, curvature: Piecewise): Slopes {
  const slopes = tabulate((angle) => correlation(slope, angle), TOLERANCE)
  // two differentiations of g leave some 1e-12
  const curvatures = tabulate((angle) => correlation(curvature, angle), 1e-11)
  const losses = integrated(retabulate(curvatures, (angle) => lookUp(curvatures, angle) * Math.sin(angle)))
  const bends = slopeOf(slopes)
  const most = lookUp(slopes, 0)
  // a linear g loses nothing but rounding
  const floor = 1e-4 * most
  const mismatch = [0.5, 1.3].flatMap((angle) => {
    const loss = most - lookUp(slopes, angle)
    const bend = lookUp(curvatures, angle)
    return [
      Math.abs(lookUp(losses, angle) - loss) / Math.max(loss, floor),
      Math.abs(lookUp(bends, angle) / Math.sin(angle) + bend) / Math.max(bend, floor),
    ]
  })
  return {
    slopes,
    curvatureAt: (angle) => lookUp(curvatures, angle),
    error: Math.max(slopes.error, curvatures.error, ...mismatch),
  }
}

function jumpingKernel(slope: Piecewise, steps: readonly Atom[], scale: number): Kernel {
  // sin ψ C'
  const slopes = tabulate((angle) => momentTimesSine(slope, steps, angle, scale), TOLERANCE)
  const bends = slopeOf(slopes)
  const { deficit, covariance } = fromSlopes(
    slopes,
    (angle) => lookUp(slopes, angle),
    (angle) => angle,
  )
  return {
    covariance,
    deficit: (gap) => deficit(angleOf(gap)),
    slope: (gap) => {
      const angle = angleOf(gap)
      return lookUp(slopes, angle) / Math.sin(angle)
    },
    curvature: (gap) => {
      const angle = angleOf(gap)
      const sine = Math.sin(angle)
      return sine === 0
        ? Infinity
        : ((lookUp(slopes, angle) * Math.cos(angle)) / sine - lookUp(bends, angle)) / (sine * sine)
    },
    error: slopes.error,
  }
}

/**
 * C(1) − C and C by integrating `density` = sin ψ C' from either end, each divided by its leading behaviour
 * (`leading` at ψ = 0, cos ψ at the right angle) before it is tabulated, so that both are right relatively.
 */
function fromSlopes(panels: AngleTable, density: (angle: number) => number, leading: (angle: number) => number) {
  const deficits = retabulate(panels, (angle) => integralAlong(panels, density, 0, angle) / leading(angle))
  // the right angle here is the double below π/2, and q the sine of the distance from it
  const covariances = retabulate(
    panels,
    (angle) => integralAlong(panels, density, angle, RIGHT_ANGLE) / Math.sin(RIGHT_ANGLE - angle),
  )
  return {
    deficit: (angle: number) => lookUp(deficits, angle) * leading(angle),
    covariance: (gap: number) => Math.max(0, lookUp(covariances, angleOf(gap)) * (1 - gap)),
  }
}

/** sin ψ E[d(u)d(v)] for d = regular part plus atoms. */
function momentTimesSine(regular: Piecewise, atoms: readonly Atom[], angle: number, scale: number): number {
  const cosine = Math.cos(angle)
  const sine = Math.sin(angle)
  let sum = 0
  for (const one of atoms) {
    for (const other of atoms) {
      const distance = (one.at - other.at) / sine
      const exponent = -0.5 * distance * distance - (one.at * other.at) / (1 + cosine)
      sum += (one.size * other.size * Math.exp(exponent)) / (2 * Math.PI)
    }
  }
  if (vanishes(regular, 1e-11 * scale)) return sum
  for (const { at, size } of atoms) {
    // seen from the kink itself, other kinks stand at (kink − at cos ψ)/sin ψ, without cancellation for kink = at
    const breaks = [...regular.kinks, ...seams(regular, FINE_PIECE)].map((kink) =>
      kink === at ? at * Math.tan(0.5 * angle) : (kink - at * cosine) / sine,
    )
    const conditional = gaussianIntegral((z) => evaluateAt(regular, at * cosine + z * sine), breaks)
    sum += 2 * size * density(at) * conditional * sine
  }
  return sum + sine * correlation(regular, angle)
}

/**
 * E[r(u)r(v)] in the coordinates u = a + b, v = a − b, of variances (1 ± q)/2. The inner integral over b is
 * split where u or v meets a kink; the outer one where two such splits meet, on panels graded towards each kink
 * on the scale of b.
 */
function correlation(r: Piecewise, angle: number): number {
  const wide = Math.cos(0.5 * angle)
  const narrow = Math.sin(0.5 * angle)
  const splits: number[] = []
  const fine = seams(r, FINE_PIECE)
  splits.push(...fine)
  r.kinks.forEach((kink, index) => {
    for (const other of r.kinks.slice(index)) splits.push(0.5 * (kink + other))
    for (const grade of [1.5, 4, 8.5]) splits.push(kink - grade * narrow, kink + grade * narrow)
  })
  const outer = panelBreaks(-PAIR_REACH * wide, PAIR_REACH * wide, splits, 2)
  return panelIntegral((a) => {
    const meetings = [...r.kinks, ...fine].map((point) => Math.abs(point - a))
    const inner = panelBreaks(0, PAIR_REACH * narrow, meetings, Math.min(3 * narrow, 1.5))
    const weight = bell(a / wide) / (wide * narrow)
    return weight * 2 * panelIntegral((b) => bell(b / narrow) * evaluateAt(r, a + b) * evaluateAt(r, a - b), inner)
  }, outer)
}

/** φ to a few roundings, which is enough inside a quadrature, at half the cost of `density`. */
const bell = (x: number): number => 0.3989422804014327 * Math.exp(-0.5 * x * x)
