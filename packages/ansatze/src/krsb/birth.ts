import {
  driveSearch,
  type Estimate,
  type FieldDistribution,
  type Machine,
  type SaddleState,
  type Search,
  type Threshold,
} from '@gardner/core'
import { FINE_STEP, gaussianRule, roundingFloor, STANDARD_STEP } from '@gardner/numerics'
import { patternChannel } from '../pattern-channel.js'
import { rsInstability } from '../rs/instability.js'
import { rs } from '../rs/rs.js'
import type { Rs } from '../rs/saddle-point.js'
import type { Krsb } from './state.js'

/** Spacing of differences, in units of the width of what is differentiated. */
const SPACING = 0.015
const WIDER = 0.025
/** f'(x) = Σ_j DIFFERENCES[j − 1] (f(x + jh) − f(x − jh))/h, to order h⁸ */
const DIFFERENCES = [4 / 5, -1 / 5, 4 / 105, -1 / 280] as const

function slopeOf(f: (x: number) => number, x: number, h: number): number {
  let sum = 0
  for (const [j, weight] of DIFFERENCES.entries()) sum += weight * (f(x + (j + 1) * h) - f(x - (j + 1) * h))
  return sum / h
}

/** The RS solution at its de Almeida–Thouless instability. */
export function* rsThreshold(machine: Machine): Search<Threshold<Rs>> {
  return (yield* driveSearch(rsInstability(machine, rs))).result
}

/**
 * The m with which a one-step branch is born where the replica-symmetric solution becomes unstable: the limit q_1 → q_0 of
 *
 *     m = [α(3C'C''⟨f''²⟩ + C'''⟨f'²⟩ + C'³⟨f'''²⟩) + a³⟨g'''²⟩] / (2[αC'³⟨f''³⟩ + a³⟨g''³⟩]),   a = α(C'²⟨f''²⟩ + C''⟨f'²⟩)
 *
 * with ⟨g'''²⟩ = 0 and ⟨g''³⟩ = (1 − q)³ on the sphere, so that a³⟨g''³⟩ = 1/(1 − q)³·(a(1 − q)²)³ there. A value above 1 says that no branch
 * leaves continuously: one appears at a distance before. 0 for q = 0 of an even activation.
 */
export function* parisiAtBirth(
  machine: Machine,
  { value: alpha, error, at }: Pick<Threshold<Rs>, 'value' | 'error' | 'at'>,
): Search<Estimate> {
  if (at.gap === 1) return { value: 0, error: 0 }
  const value = birth(machine, alpha, at, FINE_STEP, SPACING)
  const others = [
    [alpha, STANDARD_STEP, SPACING],
    [alpha, FINE_STEP, WIDER],
    [alpha * (1 + error / alpha + 1e-12), FINE_STEP, SPACING],
  ]
  let off = 0
  for (const [load, step, spacing] of others) {
    yield
    off += Math.abs(birth(machine, load, at, step, spacing) - value)
  }
  return { value, error: off + 20 * machine.kernel.error * Math.abs(value) + 1e3 * roundingFloor(value) }
}

function birth(machine: Machine, alpha: number, { gap, qhat, Q }: Rs, step: number, spacing: number): number {
  const fields = patternChannel(machine, step).fields(gap, [])
  const site =
    machine.weights.kind === 'sphere' ? { third: 0, cube: gap ** 3 } : siteAverages(machine, qhat, gap, step, spacing)
  return ratioOfThirds(machine, { alpha, gap, Q, fields, site, spacing })
}

/**
 * The m with which a further step opens at q_k of k steps on the sphere, where r_k = 0: the same limit, its averages those over
 * the innermost fields. It has to lie between m_k and 1 for the step to open continuously.
 */
export function parisiOfNextStep(
  machine: Machine,
  { alpha, at, fields }: Pick<SaddleState<Krsb>, 'alpha' | 'at'> & { readonly fields: FieldDistribution },
  spacing = SPACING,
): number {
  const site = { third: 0, cube: at.gap ** 3 }
  return ratioOfThirds(machine, { alpha, gap: at.gap, Q: at.Q, fields, site, spacing })
}

interface Ratio {
  readonly alpha: number
  readonly gap: number
  readonly Q: number
  readonly fields: FieldDistribution
  /** ⟨g'''²⟩ and ⟨g''³⟩ */
  readonly site: { readonly third: number; readonly cube: number }
  readonly spacing: number
}

function ratioOfThirds(machine: Machine, { alpha, gap, Q, fields, site, spacing }: Ratio): number {
  const { kernel, constraint } = machine
  const { nodes, weights: shares, variance } = fields
  const crossovers = constraint.crossovers(variance)
  const width = Math.min(Math.sqrt(variance), ...crossovers.map((crossover) => crossover.width))
  const curvature = (h: number) => constraint.curvature(h, variance)
  let [first, second, third, cube] = [0, 0, 0, 0]
  for (let j = 0; j < nodes.length; j++) {
    const bend = curvature(nodes[j])
    first += shares[j] * constraint.score(nodes[j], variance) ** 2
    second += shares[j] * bend * bend
    cube += shares[j] * bend ** 3
    third += shares[j] * slopeOf(curvature, nodes[j], spacing * width) ** 2
  }
  const c1 = kernel.slope(gap)
  const c2 = kernel.curvature(gap)
  // C''' is the slope of C'' in q, not in 1 − q
  const c3 = -slopeOf((at) => kernel.curvature(at), gap, spacing * Math.min(gap, 1 - gap))
  const a = alpha * (c1 * c1 * second + c2 * first)
  const scaled = (a / Q) ** 3
  return (
    (alpha * (3 * c1 * c2 * second + c3 * first + c1 ** 3 * third) + scaled * site.third) /
    (2 * (alpha * c1 ** 3 * cube + scaled * site.cube))
  )
}

/** ⟨g'''²⟩ and ⟨g''³⟩ of a product prior. */
function siteAverages({ weights: prior }: Machine, qhat: number, gap: number, step: number, spacing: number) {
  if (prior.kind === 'sphere') return { third: 0, cube: gap ** 3 }
  const lambda = prior.unitNorm ? 0 : qhat * gap
  const root = Math.sqrt(qhat)
  const crossovers = prior.crossovers(lambda)
  const width = Math.min(1, ...crossovers.map((crossover) => crossover.width))
  const scaled = crossovers.map(({ center, width: wide }) => ({ center: center / root, width: wide / root }))
  const { length, nodes, weights } = gaussianRule(scaled, step)
  const variance = (b: number) => prior.variance(lambda, b)
  let [third, cube] = [0, 0]
  for (let j = 0; j < length; j++) {
    third += weights[j] * slopeOf(variance, root * nodes[j], spacing * width) ** 2
    cube += weights[j] * variance(root * nodes[j]) ** 3
  }
  return { third, cube }
}
