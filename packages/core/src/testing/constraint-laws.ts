import { density, panelBreaks, panelIntegral } from '@gardner/numerics'
import type { Constraint } from '../constraint.js'
import { difference } from './difference.js'
import { atLeast, atMost, finiteNumber, type Law, law, near } from './law.js'

const VARIANCES = [1, 0.1, 1e-3, 1e-6]
/** Distances from the edge, in units of √v. */
const OFFSETS = [-30, -8, -2, -0.5, 0, 0.5, 2, 6]

/**
 * The laws of a constraint: score and curvature are the derivatives of f(h; v) = log E_u ρ(h + √v u) in h, and ρ ≤ 1.
 * For a hard one f is concave and rises to 0, and −2v f tends to the squared distance from where ρ = 1.
 *
 * @example for (const law of constraintLaws(margin(0))) test(law.name, law.verify)
 */
export function constraintLaws(constraint: Constraint): Law[] {
  const name = `${constraint.name} ${Object.values(constraint.parameters).join(', ')}`.trim()
  const laws = [
    law(`${name}: the score is f'`, () => {
      everywhere(constraint, (h, v, step, at) => {
        const { value, error } = difference((x) => constraint.logEvidence(x, v), h, step)
        const score = constraint.score(h, v)
        near(`score(${at})`, score, value, error + noise(constraint, constraint.logEvidence(h, v), score, h, v) / step)
      })
    }),
    law(`${name}: the curvature is f''`, () => {
      everywhere(constraint, (h, v, step, at) => {
        const { value, error } = difference((x) => constraint.score(x, v), h, step)
        const bend = constraint.curvature(h, v)
        near(`curvature(${at})`, bend, value, error + noise(constraint, constraint.score(h, v), bend, h, v) / step)
      })
    }),
    law(`${name}: ρ ≤ 1 makes f ≤ 0`, () => {
      everywhere(constraint, (h, v, _step, at) => atMost(`f(${at})`, constraint.logEvidence(h, v), 0))
    }),
    law(`${name}: the crossovers are finite`, () => {
      for (const v of [0, ...VARIANCES]) {
        for (const { center, width } of constraint.crossovers(v)) {
          finiteNumber('center of a crossover', center)
          finiteNumber('width of a crossover', width)
          atLeast('width of a crossover', width, 0)
        }
      }
    }),
  ]
  const { distance, meanSquareDistance } = constraint
  if (distance !== undefined) laws.push(...hardLaws(name, constraint, distance))
  if (distance !== undefined && meanSquareDistance !== undefined) {
    laws.push(
      law(`${name}: the mean of the squared distance is its Gaussian integral`, () => {
        for (const variance of [0.01, 0.3, 1, 25]) {
          const root = Math.sqrt(variance)
          const breaks = panelBreaks(
            -12,
            12,
            edgesOf(constraint).map((edge) => edge / root),
            1,
          )
          const expected = panelIntegral((z) => density(z) * distance(root * z) ** 2, breaks)
          near(`meanSquareDistance(${variance})`, meanSquareDistance(variance), expected, 1e-12 * expected + 1e-30)
        }
      }),
    )
  }
  return laws
}

/** What holds of a half-line that is asked for with certainty. */
function hardLaws(name: string, constraint: Constraint, distance: (h: number) => number): Law[] {
  return [
    law(`${name}: f' ≥ 0, f'' ≤ 0`, () => {
      everywhere(constraint, (h, v, _step, at) => {
        atLeast(`score(${at})`, constraint.score(h, v), 0)
        atMost(`curvature(${at})`, constraint.curvature(h, v), 0)
      })
    }),
    law(`${name}: f increases to 0`, () => {
      for (const v of VARIANCES) {
        let last = -Infinity
        const top = Math.max(...edgesOf(constraint))
        for (const offset of [...OFFSETS, 12, 40]) {
          const h = top + offset * Math.sqrt(v)
          const f = constraint.logEvidence(h, v)
          atLeast(`f(${h}; ${v})`, f, last)
          last = f
        }
        near(`f far above the edge at v = ${v}`, last, 0, 1e-15)
      }
    }),
    law(`${name}: −2v f tends to the squared distance as v → 0`, () => {
      for (const edge of edgesOf(constraint)) {
        for (const offset of [-5, -1, -0.1, 0, 0.1, 1, 5]) {
          const h = edge + offset
          for (const v of [1e-6, 1e-9, 1e-12]) {
            // what is left is v log of a power of the distance over √v
            const left = v * (50 + 2 * Math.abs(Math.log(v)))
            near(`−2v f at h = ${h}, v = ${v}`, -2 * v * constraint.logEvidence(h, v), distance(h) ** 2, left)
          }
        }
      }
    }),
  ]
}

/** Where f has a kink as v → 0; the laws look around these, or around 0. */
function edgesOf(constraint: Constraint): readonly number[] {
  const edges = constraint.crossovers(0).map(({ center }) => center)
  return edges.length > 0 ? edges : [0]
}

function everywhere(constraint: Constraint, visit: (h: number, v: number, step: number, at: string) => void): void {
  for (const v of VARIANCES) {
    for (const edge of edgesOf(constraint)) {
      for (const offset of OFFSETS) {
        const h = edge + offset * Math.sqrt(v)
        visit(h, v, 0.004 * Math.sqrt(v), `${h}, ${v}`)
      }
    }
  }
}

/** The rounding of a value (and of terms of order 1 that cancel in it), and of h where the value has this slope. */
function noise(constraint: Constraint, value: number, slope: number, h: number, v: number): number {
  const reach = Math.abs(h) + Math.max(...edgesOf(constraint).map(Math.abs)) + Math.sqrt(v)
  return Number.EPSILON * (8 * Math.abs(value) + (constraint.distance === undefined ? 8 : 0) + reach * Math.abs(slope))
}
