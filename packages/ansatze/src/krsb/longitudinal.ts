import { increment, type Machine } from '@gardner/core'
import { luSolve, STANDARD_STEP } from '@gardner/numerics'
import { cascade } from '../cascade/cascade.js'
import { patternField, weightField } from '../cascade/channel.js'
import { sphere } from '../cascade/sphere.js'
import type { Hierarchy } from './hierarchy.js'

/** Differences by this share of the room of a variable: the error of a curvature is of second order in it. */
const DIFFERENCE = 1e-4
/** A pivot of a matrix with diagonal ±1 as small as this is rounding. */
const NEGLIGIBLE = 1e-6
/** q_0 below this is 0. */
const NO_Q0 = 1e-6

/** A solution of k steps, with the conjugates that the patterns make. */
export interface Saddle {
  readonly problem: Machine
  readonly alpha: number
  readonly hierarchy: Hierarchy
  readonly conjugates: readonly number[]
  /** False where the m_i are held. */
  readonly free: boolean
}

/**
 * How many directions there are in which S falls: negative eigenvalues of its second derivative over (q_0, …, q_k, m_1, …, m_k),
 * the conjugates eliminated. As n → 0 a solution has to be a minimum. Where q_0 = 0 solves the equations by itself r_0 says what
 * q_0 does. Undefined for weights whose norm is free.
 */
export function fallingDirections(saddle: Saddle): number | undefined {
  const { problem } = saddle
  if (problem.weights.kind === 'site' && !problem.weights.unitNorm) return undefined
  const matrix = curvature(saddle)
  return matrix === undefined ? undefined : negativePivots(scaled(matrix))
}

type Matrix = readonly (readonly number[])[]

/** ∂²S/∂(q, m)², symmetric. */
function curvature({ problem, alpha, hierarchy, conjugates, free }: Saddle): Matrix | undefined {
  const { gaps, parisi, q0 } = hierarchy
  const k = parisi.length
  const edge = q0 < NO_Q0
  const gapsAt = (x: readonly number[]) => x.slice(0, k + 1)
  const parisiAt = (x: readonly number[]) => (free ? x.slice(k + 1, 2 * k + 1) : parisi)
  // overlaps through their gaps, −∂/∂q_i
  const x = [...gaps, ...(free ? parisi : [])]
  const room = [
    ...gaps.map((gap, i) => Math.min(gap, i > 0 ? gaps[i - 1] - gap : q0, i < k ? gap - gaps[i + 1] : gap)),
    ...(free
      ? parisi.map((m, i) => Math.min(m, m - (i > 0 ? parisi[i - 1] : 0), (i < k - 1 ? parisi[i + 1] : 1) - m))
      : []),
  ]
  const patterns = (at: readonly number[]) => patternSlopes(problem, alpha, gapsAt(at), parisiAt(at), free)
  const variables = x.map((_, i) => i).filter((i) => !(edge && i === 0))
  const fromPatterns = differences(patterns, x, room, variables)
  if (fromPatterns === undefined) return undefined
  if (problem.weights.kind === 'sphere') {
    const onSphere = (at: readonly number[]) => sphereSlopes(gapsAt(at), parisiAt(at), free)
    const fromSphere = differences(onSphere, x, room, variables)
    return fromSphere === undefined ? undefined : sum(fromPatterns, fromSphere)
  }
  const { weights } = problem
  // beside the overlaps their conjugates, which are eliminated: H_xx − H_xy H_yy⁻¹ H_yx
  const y = [...x, ...conjugates]
  const width = [
    ...room,
    ...conjugates.map((qhat, i) =>
      Math.min(qhat, i > 0 ? qhat - conjugates[i - 1] : qhat, i < k ? conjugates[i + 1] - qhat : qhat),
    ),
  ]
  const slopes = (at: readonly number[]) => {
    const qhat = at.slice(x.length)
    const steps = qhat.slice(1).map((value, i) => value - qhat[i])
    const levels = steps.map((variance, i) => ({ parisi: parisiAt(at)[i], variance }))
    const sites = cascade(weightField(weights, 0), Math.max(0, qhat[0]), levels, STANDARD_STEP)
    if (sites === undefined) return undefined
    const here = parisiAt(at)
    const bounds = [0, ...here, 1]
    const q = gapsAt(at).map((gap) => 1 - gap)
    const share = q.map((_, i) => 0.5 * (bounds[i + 1] - bounds[i]))
    return [
      ...share.map((by, i) => -by * qhat[i]),
      ...(free ? here.map((_, i) => sites.parisiSlope[i] - 0.5 * (q[i + 1] * qhat[i + 1] - q[i] * qhat[i])) : []),
      ...share.map((by, i) => by * (q[i] - sites.meanSquareScore[i])),
    ]
  }
  const inner = conjugates.map((_, i) => x.length + i).filter((i) => !(edge && i === x.length))
  const full = differences(slopes, y, width, [...variables, ...inner])
  if (full === undefined) return undefined
  const n = variables.length
  const block = inner.flatMap((_, i) => inner.map((__, j) => full[n + i][n + j]))
  const eliminated = variables.map((_, j) =>
    luSolve(
      block,
      inner.map((__, i) => full[n + i][j]),
    ),
  )
  return fromPatterns.map((row, i) =>
    row.map((value, j) => {
      const by = eliminated[j]
      return by === undefined
        ? Number.NaN
        : value + full[i][j] - inner.reduce((total, _, l) => total + full[i][n + l] * by[l], 0)
    }),
  )
}

/** Of α G_E with respect to the gaps, −½ (m_i − m_{i+1}) α C' ⟨f_i'²⟩, and m. */
function patternSlopes(
  machine: Machine,
  alpha: number,
  gaps: readonly number[],
  parisi: readonly number[],
  free: boolean,
): readonly number[] | undefined {
  const { kernel } = machine
  const k = parisi.length
  const levels = parisi.map((m, i) => ({ parisi: m, variance: increment(kernel, gaps[i + 1], gaps[i] - gaps[i + 1]) }))
  const found = cascade(patternField(machine, gaps[k]), kernel.covariance(gaps[0]), levels, STANDARD_STEP)
  if (found === undefined) return undefined
  const bounds = [0, ...parisi, 1]
  return [
    ...gaps.map((gap, i) => 0.5 * (bounds[i + 1] - bounds[i]) * alpha * kernel.slope(gap) * found.meanSquareScore[i]),
    ...(free ? found.parisiSlope.map((slope) => alpha * slope) : []),
  ]
}

/** Of G_S of the sphere. */
function sphereSlopes(gaps: readonly number[], parisi: readonly number[], free: boolean): readonly number[] {
  const k = parisi.length
  const steps = parisi.map((_, i) => gaps[i] - gaps[i + 1])
  const { qhat, bend } = sphere(gaps[k], steps, parisi, 1 - gaps[0])
  const bounds = [0, ...parisi, 1]
  return [
    ...gaps.map((_, i) => -0.5 * (bounds[i + 1] - bounds[i]) * qhat[i]),
    ...(free ? steps.map((step, i) => -0.5 * (bend[i] + step * qhat[i])) : []),
  ]
}

type Slopes = (x: readonly number[]) => readonly number[] | undefined

/** The rows and columns of the symmetric part of ∂slopes/∂x that belong to the variables. */
function differences(
  slopes: Slopes,
  x: readonly number[],
  room: readonly number[],
  variables: readonly number[],
): Matrix | undefined {
  const columns: number[][] = []
  for (const variable of variables) {
    const h = DIFFERENCE * room[variable]
    const at = (by: number) => slopes(x.map((value, i) => (i === variable ? value + by : value)))
    const [above, below] = [at(h), at(-h)]
    if (above === undefined || below === undefined) return undefined
    columns.push(variables.map((row) => (above[row] - below[row]) / (2 * h)))
  }
  return columns.map((column, i) => column.map((value, j) => 0.5 * (value + columns[j][i])))
}

const sum = (one: Matrix, other: Matrix): Matrix => one.map((row, i) => row.map((value, j) => value + other[i][j]))

/** In units in which the diagonal is ±1. */
function scaled(matrix: Matrix): number[][] {
  const units = matrix.map((row, i) => 1 / Math.sqrt(Math.abs(row[i]) || 1))
  return matrix.map((row, i) => row.map((value, j) => value * units[i] * units[j]))
}

/** By Gauss's elimination: as many pivots are negative as eigenvalues (Sylvester). NaN is none. */
function negativePivots(matrix: number[][]): number {
  let negative = 0
  for (const [i, row] of matrix.entries()) {
    if (row[i] < -NEGLIGIBLE) negative++
    for (const below of matrix.slice(i + 1)) {
      const factor = below[i] / row[i]
      for (let j = i; j < row.length; j++) below[j] -= factor * row[j]
    }
  }
  return negative
}
