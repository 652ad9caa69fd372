import { gaussianIntegral, hermiteSearch, type Search, searchNow } from '@gardner/numerics'
import { derivative, type Piecewise, reader, resolveSearch, seams } from '@gardner/numerics/piecewise'
import { invalid } from '../input/error.js'
import { type Activation, finiteValue } from './activation.js'
import { tabulatedKernel } from './angle-table.js'
import type { Kernel } from './kernel.js'
import { kinkedKernel } from './kinked-kernel.js'
import { seriesKernel } from './series-kernel.js'
import { beyond, panelSeries, withSeries } from './small-overlap.js'

/** The Gaussian facts of an activation: its kernel, its mean, and what was noticed on the way. */
export interface Moments {
  readonly kernel: Kernel
  /** E g(z) */
  readonly mean: number
  /** Kinks in use, declared or found. */
  readonly kinks: readonly number[]
  readonly warnings: readonly string[]
}

/** |u| up to which g is asked for: the Gaussian weight beyond is below 1e-31. */
const WINDOW = 12
/** Lengths tried, with a step that resolves He_k(z) φ(z) to that order; sharper functions go the piecewise way. */
const SERIES = [
  { order: 300, step: 1 / 10 },
  { order: 3000, step: 1 / 40 },
  { order: 40_000, step: 1 / 200 },
] as const
/** A longer series is summed once, into a table. */
const LONGEST_SUM = 100

/** What the roundings of the coefficients add up to. */
const ROUNDING = 1e-14

const known = new WeakMap<Activation, Moments>()

/** The moments of an activation, derived once. Uses its closed kernel where it has one. */
export const momentsOf = (activation: Activation): Moments => searchNow(momentsSearch(activation))

/** {@link momentsOf} in pieces of some milliseconds; where the moments are known there is one. */
export function* momentsSearch(activation: Activation): Search<Moments> {
  let moments = known.get(activation)
  if (moments === undefined) {
    moments =
      activation.kernel === undefined
        ? yield* derivingMoments(activation)
        : closedMoments(activation, activation.kernel)
    known.set(activation, moments)
  }
  return moments
}

function closedMoments(activation: Activation, kernel: Kernel): Moments {
  const kinks = activation.kinks ?? []
  return { kernel, mean: gaussianIntegral((u) => finiteValue(activation, u), kinks), kinks, warnings: [] }
}

/**
 * Derives C(q) from g alone: by its Hermite series if g is smooth and the series short, otherwise from the
 * piecewise form of g. Also the independent route against which closed kernels are held.
 */
export const deriveMoments = (activation: Activation, route: Route = 'best'): Moments =>
  searchNow(derivingMoments(activation, route))

type Route = 'best' | 'series' | 'kinked'

function* derivingMoments(activation: Activation, route: Route = 'best'): Search<Moments> {
  const g = (u: number) => finiteValue(activation, u)
  const declared = activation.kinks ?? []
  const rough = gaussianIntegral((u) => g(u) ** 2, declared)
  if (!Number.isFinite(rough) || g(WINDOW) ** 2 * Math.exp(-0.5 * WINDOW ** 2) > 1e-12 * rough) {
    throw invalid(
      `activation ${activation.name}`,
      'E g² diverges, or gathers beyond |u| = 12',
      'g square-integrable under the Gaussian measure',
    )
  }
  const resolved = yield* resolveSearch(g, -WINDOW, WINDOW, declared, Math.sqrt(rough), activation.spread)
  if (resolved === undefined) {
    throw invalid(
      `activation ${activation.name}`,
      'g could not be resolved by polynomials',
      activation.kinks === undefined
        ? 'a function that is smooth between at most 64 kinks; declare them with kinks: [...]'
        : 'a function that is smooth between its kinks: without roots, and without fast oscillations',
    )
  }
  const { found, whole } = resolved
  const kinks = resolved.function.kinks
  const undeclared = found.map(({ at }) => at).sort((a, b) => a - b)
  const warnings: string[] = []
  if (undeclared.length > 0) {
    warnings.push(
      `activation ${activation.name} has ${undeclared.length === 1 ? 'a kink' : 'kinks'} at ${undeclared.join(', ')} ` +
        `that it does not declare; add kinks: [${kinks.join(', ')}]`,
    )
  }
  if (activation.spread !== undefined && !whole) {
    warnings.push(`activation ${activation.name} has no bound on its features: one narrower than 1/128 may go unseen`)
  }
  const breaks = [...kinks, ...seams(resolved.function, 1)]
  const mean = gaussianIntegral(g, breaks)
  const norm = gaussianIntegral((u) => g(u) ** 2, breaks)
  const variance = gaussianIntegral((u) => (g(u) - mean) ** 2, breaks)
  if (!(variance > 1e-20 * norm)) {
    throw invalid(`activation ${activation.name}`, `Var g(z) = ${variance}`, 'an activation that is not constant')
  }
  const series =
    kinks.length === 0 && route !== 'kinked' ? yield* smoothKernel(g, resolved.function, variance) : undefined
  if (series === undefined && route === 'series') {
    throw invalid(
      `activation ${activation.name}`,
      'its Hermite series does not end',
      `at most ${SERIES[2].order} terms`,
    )
  }
  let derived = series
  if (derived === undefined) {
    const terms = yield* panelSeries(g, breaks, Math.sqrt(norm), resolved.function.pieces.length)
    const owner = `activation ${activation.name}`
    derived = withSeries(yield* kinkedKernel(resolved.function, mean, variance, owner, beyond(terms)), terms)
  }
  const misplaced = Math.max(0, ...found.map(({ uncertainty }) => uncertainty))
  const kernel = misplaced > derived.error ? { ...derived, error: misplaced } : derived
  return { kernel, mean, kinks, warnings }
}

/** The kernel of a smooth g, or undefined if its series has not ended at the longest. */
function* smoothKernel(g: (u: number) => number, pieces: Piecewise, variance: number): Search<Kernel | undefined> {
  const narrowest = Math.min(...pieces.pieces.map(({ a, b }) => b - a))
  const slope = derivative(pieces)
  const read = reader(slope)
  const steepness = gaussianIntegral((u) => read(u) ** 2, seams(slope, 1))
  for (const { order: longest, step } of SERIES) {
    if (narrowest < 1.2 * step) continue
    const fine = yield* hermiteSearch(g, longest, step)
    const squares = fine.map((a) => a * a)
    let order = longest
    // C'' weighs a term by k²: cut where nothing is left of it, 4 terms in a row
    while (order > 4 && [0, 1, 2, 3].every((back) => squares[order - back] * order ** 2 < 1e-17 * variance)) order--
    if (order > longest - 8) continue
    const coarse = yield* hermiteSearch(g, order, 1.25 * step)
    const kept = squares.subarray(0, order + 1)
    const total = kept.reduceRight((sum, square, k) => (k === 0 ? sum : sum + square), 0)
    const wrong = coarse.reduce((sum, a, k) => sum + (k === 0 ? 0 : Math.abs(a * a - kept[k])), 0)
    const error = ROUNDING + Math.max(wrong / total, Math.abs(total / variance - 1))
    // also of a series that begins beyond this length, of which nothing is seen
    if (error > 1e-11) continue
    // a feature too narrow to count in Var g may be all of E g'²
    const steep = kept.reduceRight((sum, square, k) => sum + k * square, 0)
    if (!(Math.abs(steep / steepness - 1) < 1e-9)) continue
    const kernel = seriesKernel(kept, error)
    if (order <= LONGEST_SUM) return kernel
    const errors = coarse.map((a, k) => ROUNDING * Math.sqrt(variance) + Math.abs(a - fine[k]))
    return withSeries(yield* tabulatedKernel(kernel), { coefficients: fine.subarray(0, order + 1), errors })
  }
  return undefined
}
