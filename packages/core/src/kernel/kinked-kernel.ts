import { gaussianIntegral, type Search } from '@gardner/numerics'
import { derivative, jumps, largest, type Piecewise, reader, seams, vanishes } from '@gardner/numerics/piecewise'
import { unsuitable } from '../input/error.js'
import {
  type AngleTable,
  each,
  integralAlong,
  integrated,
  lookUp,
  RIGHT_ANGLE,
  retabulate,
  slopeOf,
  tabulate,
} from './angle-table.js'
import { type Atom, momentTimesSine } from './atom.js'
import { angleOf, gapOf, type Kernel } from './kernel.js'
import { rootedKernel } from './rooted-kernel.js'
import { angleBeyond, type Beyond, orBeyond } from './small-overlap.js'
import { type Smoothing, smoothing } from './smoothing.js'

/** Pieces of g narrower than this show a structure that the panels of a single integral must follow. */
const FINE_PIECE = 1
/** No table has panels narrower than this, unless g has pieces that are. */
const NARROWEST = 1e-3
const TOLERANCE = 5e-14
/** What the pieces of g leave of it beside its norm, and how much steeper than their size over their width what is left may be. */
const UNRESOLVED = 2e-14
const STEEPEST = 512
/** By how much g'' is larger, so many pieces nearer to a kink, if it diverges there. */
const GROWS = 1.05
const APART = 4
/** Angles at which two routes are compared, beside those of the narrowest piece. */
const CHECKS = [0.05, 0.5, 1.3]
/** Between the angles looked at, 40-digit values show deviations up to three times those found. */
const UNSEEN = 4
/** What the roundings of a table add up to. */
const ROUNDING = 2e-14

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
 * differentiation. Both are tabulated once, as Chebyshev panels in ψ. A g with roots at its kinks has {@link rootedKernel}.
 *
 * Where the overlap is so small that the Hermite series of g ends, `far`, the integrals are taken from it: it is right to more digits and costs nothing.
 *
 * Throws UNSUITABLE, in the name of `owner`, where g has so many pieces that it would take long.
 *
 * The error is the largest disagreement with independent routes: C' from g' alone, C from g alone, Var g.
 */
export function* kinkedKernel(
  g: Piecewise,
  mean: number,
  variance: number,
  owner: string,
  far?: Beyond,
): Search<Kernel> {
  const scale = Math.sqrt(variance)
  const slope = derivative(g)
  yield* affordable(g, slope, owner)
  const steps = jumps(g, 1e-12, scale)
  const kernel =
    g.roots !== undefined
      ? yield* rootedKernel(g, scale, far)
      : steps.length > 0
        ? yield* jumpingKernel(slope, steps, scale, far)
        : yield* continuousKernel(slope, scale, far)
  const whole = smoothing(g)
  const mismatch = yield* each(
    CHECKS,
    (angle) => Math.abs(whole.correlation(angle) - mean * mean - kernel.covariance(gapOf(angle))) / variance,
  )
  const worst = Math.max(kernel.error, ...mismatch, Math.abs(kernel.deficit(1) / variance - 1))
  return { ...kernel, error: ROUNDING + UNSEEN * worst }
}

/** Values of g that a kernel may take, estimated from above: some ten seconds. */
const MOST_EFFORT = 8e8
/** Points of a panel, and tables. */
const TABLES = 2 * 36

function* affordable(g: Piecewise, slope: Piecewise, owner: string): Search<void> {
  if (vanishes(slope, 0)) return
  const { effort } = smoothing(slope)
  // a few powers of ψ go on below
  const finest = g.roots === undefined ? finestOf(slope) : NARROWEST
  let total = 0
  for (let angle = 0.25 * Math.PI; angle > finest && total < 1e12; angle *= 0.5) {
    total += TABLES * effort(angle)
    yield
  }
  if (total < MOST_EFFORT) return
  const narrowest = Math.min(...g.pieces.map(({ a, b }) => b - a))
  throw unsuitable(
    `${owner} has ${g.pieces.length} pieces for |u| up to 12, the narrowest of ${narrowest.toPrecision(1)}: its kernel would take ` +
      `${total.toExponential(0)} values of g; expected at most ${MOST_EFFORT.toExponential(0)}, as of a g that oscillates less or has ` +
      'fewer kinks, or a kernel in closed form',
  )
}

function* continuousKernel(slope: Piecewise, scale: number, far: Beyond | undefined): Search<Kernel> {
  const curvature = derivative(slope)
  const kinks = jumps(slope, 1e-10, scale).filter(
    ({ at, size }) => Math.abs(size) > slopeLeft(slope, at, scale) || diverges(curvature, at),
  )
  const finest = finestOf(slope)
  const { slopes, curvatureAt, error } =
    kinks.length > 0
      ? yield* bentSlopes(slope, curvature, kinks, scale, finest, far)
      : yield* smoothSlopes(slope, curvature, finest, far)
  const { deficit, covariance } = yield* fromSlopes(
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

/** What the resolution of g leaves of its slope beside a kink: a power as |u|^2.5 has narrow pieces there, and no jump of g'. */
function slopeLeft({ pieces }: Piecewise, at: number, scale: number): number {
  const narrowest = Math.min(...pieces.filter(({ a, b }) => a === at || b === at).map(({ a, b }) => b - a))
  return (STEEPEST * UNRESOLVED * scale) / narrowest
}

/** True if g'' grows towards a kink, as that of |u|^1.5 does. */
function diverges({ pieces }: Piecewise, at: number): boolean {
  const right = pieces.findIndex(({ a }) => a === at)
  const grows = (near: number, far: number) =>
    far >= 0 && far < pieces.length && largest(pieces[near]) > GROWS * largest(pieces[far])
  return grows(right, right + APART) || grows(right - 1, right - 1 - APART)
}

interface Slopes {
  /** C' */
  readonly slopes: AngleTable
  /** C'' */
  curvatureAt(angle: number): number
  readonly error: number
}

/** g' jumps: sin ψ C'' is analytic, and C' follows from C'(1) = E g'². Checked by C' from g' alone. */
function* bentSlopes(
  slope: Piecewise,
  curvature: Piecewise,
  kinks: readonly Atom[],
  scale: number,
  finest: number,
  far: Beyond | undefined,
): Search<Slopes> {
  const regular = smoothingOf(curvature, scale)
  const weighted = yield* tabulate(
    orBeyond(
      (angle) => momentTimesSine(regular, kinks, angle),
      far,
      (kernel, gap) => kernel.curvature(gap) * Math.sin(angleOf(gap)),
    ),
    TOLERANCE,
    finest,
    angleBeyond(far),
  )
  const losses = integrated(weighted)
  const read = reader(slope)
  const most = gaussianIntegral((u) => read(u) ** 2, [...slope.kinks, ...seams(slope, FINE_PIECE)])
  const slopes = yield* retabulate(weighted, (angle) => most - lookUp(losses, angle))
  const direct = smoothing(slope)
  const mismatch = yield* each(
    [finest, 8 * finest, ...CHECKS],
    (angle) => Math.abs(direct.correlation(angle) - lookUp(slopes, angle)) / most,
  )
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
function* smoothSlopes(
  slope: Piecewise,
  curvature: Piecewise,
  finest: number,
  far: Beyond | undefined,
): Search<Slopes> {
  const first = angleBeyond(far)
  const slopeAt = orBeyond(smoothing(slope).correlation, far, (kernel, gap) => kernel.slope(gap))
  const curvatureAt = orBeyond(smoothing(curvature).correlation, far, (kernel, gap) => kernel.curvature(gap))
  const slopes = yield* tabulate(slopeAt, TOLERANCE, finest, first)
  // two differentiations of g leave some 1e-12
  const curvatures = yield* tabulate(curvatureAt, 1e-11, finest, first)
  const losses = integrated(yield* retabulate(curvatures, (angle) => lookUp(curvatures, angle) * Math.sin(angle)))
  const bends = slopeOf(slopes)
  const most = lookUp(slopes, 0)
  // a linear g loses nothing but rounding
  const floor = 1e-4 * most
  const checked = finest < NARROWEST ? 8 * finest : first === undefined ? undefined : 0.5 * first
  const mismatch = [...(checked === undefined ? [] : [checked]), 0.5, 1.3].flatMap((angle) => {
    const loss = most - lookUp(slopes, angle)
    const bend = lookUp(curvatures, angle)
    const lost = Math.abs(lookUp(losses, angle) - loss) / Math.max(loss, floor)
    // a series agrees with itself: only what was lost before it shows there
    if (first !== undefined && angle > first) return [lost]
    return [lost, Math.abs(lookUp(bends, angle) / Math.sin(angle) + bend) / Math.max(bend, floor)]
  })
  return {
    slopes,
    curvatureAt: (angle) => lookUp(curvatures, angle),
    error: Math.max(slopes.error, curvatures.error, ...mismatch),
  }
}

function* jumpingKernel(
  slope: Piecewise,
  steps: readonly Atom[],
  scale: number,
  far: Beyond | undefined,
): Search<Kernel> {
  // sin ψ C'
  const finest = finestOf(slope)
  const regular = smoothingOf(slope, scale)
  const slopes = yield* tabulate(
    orBeyond(
      (angle) => momentTimesSine(regular, steps, angle),
      far,
      (kernel, gap) => kernel.slope(gap) * Math.sin(angleOf(gap)),
    ),
    TOLERANCE,
    finest,
    angleBeyond(far),
  )
  const bends = slopeOf(slopes)
  const { deficit, covariance } = yield* fromSlopes(
    slopes,
    (angle) => lookUp(slopes, angle),
    (angle) => angle,
  )
  return {
    covariance,
    deficit: (gap) => deficit(angleOf(gap)),
    slope: (gap) => {
      const angle = angleOf(gap)
      // of a jump that hardly counts rounding would decide the sign
      return angle === 0 ? Infinity : lookUp(slopes, angle) / Math.sin(angle)
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
function* fromSlopes(
  panels: AngleTable,
  density: (angle: number) => number,
  leading: (angle: number) => number,
): Search<{ deficit(angle: number): number; covariance(gap: number): number }> {
  const deficits = yield* retabulate(panels, (angle) => integralAlong(panels, density, 0, angle) / leading(angle))
  // the right angle here is the double below π/2, and q the sine of the distance from it
  const covariances = yield* retabulate(
    panels,
    (angle) => integralAlong(panels, density, angle, RIGHT_ANGLE) / Math.sin(RIGHT_ANGLE - angle),
  )
  return {
    deficit: (angle: number) => lookUp(deficits, angle) * leading(angle),
    covariance: (gap: number) => Math.max(0, lookUp(covariances, angleOf(gap)) * (1 - gap)),
  }
}

/** The narrowest panel that the pieces ask for. */
const finestOf = ({ pieces }: Piecewise): number =>
  pieces.reduce((least, { a, b }) => Math.min(least, 0.25 * (b - a)), NARROWEST)

/** The correlations of r, or nothing where there is no r. */
const smoothingOf = (r: Piecewise, scale: number): Smoothing | undefined =>
  vanishes(r, 1e-11 * scale) ? undefined : smoothing(r)
