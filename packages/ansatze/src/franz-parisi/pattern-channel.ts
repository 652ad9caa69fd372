import type { Crossover, FieldDistribution, Machine } from '@gardner/core'
import { type JointFields, jointFields } from './joint-fields.js'
import { type FieldCovariance, fieldCovariance, type Overlaps } from './overlaps.js'
import { signedKernel } from './signed-kernel.js'

/** The averages over the patterns' fields on a solution at a distance from a reference. */
export interface ShellPatterns {
  /** ⟨f'²⟩, and the forces C'(q) ⟨f'²⟩ and C'(t) ⟨f̃' f'⟩. */
  scores(
    gapRef: number,
    overlaps: Overlaps,
  ): { readonly meanSquare: number; readonly own: number; readonly shared: number }
  /** G_E = ⟨f⟩ */
  energy(gapRef: number, overlaps: Overlaps): number
  /** ⟨⟨log ρ⟩⟩: 0 for a hard constraint. */
  logWeight(gapRef: number, overlaps: Overlaps): number
  /** ⟨f''²⟩ */
  meanSquareCurvature(gapRef: number, overlaps: Overlaps): number
  /** ∂G_E/∂p = C'(p) ⟨f'(μ; τ²) f'⟩ */
  pull(gapRef: number, overlaps: Overlaps): number
  fields(gapRef: number, overlaps: Overlaps, crossovers: readonly Crossover[]): FieldDistribution
}

export function shellPatterns(machine: Machine, distance: number, step: number): ShellPatterns {
  const { constraint, kernel } = machine
  const signed = signedKernel(machine)
  const covarianceAt = fieldCovariance(machine, distance, signed)
  const lawOf = jointFields(constraint, step)
  let kept: { readonly covariance: FieldCovariance; readonly law: JointFields } | undefined

  const lawAt = (gapRef: number, overlaps: Overlaps): JointFields => {
    const covariance = covarianceAt(gapRef, overlaps)
    if (kept === undefined || !same(kept.covariance, covariance)) kept = { covariance, law: lawOf(covariance) }
    return kept.law
  }

  return {
    scores: (gapRef, overlaps) => {
      const { length, nodes, weights, references, variance } = lawAt(gapRef, overlaps)
      let [squares, products] = [0, 0]
      for (let start = 0; start < length; start += BLOCK) {
        const end = Math.min(length, start + BLOCK)
        let [partSquares, partProducts] = [0, 0]
        for (let j = start; j < end; j++) {
          const score = constraint.score(nodes[j], variance)
          partSquares += weights[j] * score * score
          partProducts += references[j] * score
        }
        squares += partSquares
        products += partProducts
      }
      return {
        meanSquare: squares,
        own: kernel.slope(overlaps.gap) * squares,
        shared: signed.slope(overlaps.gapT) * products,
      }
    },
    energy: (gapRef, overlaps) => {
      const { length, nodes, weights, variance } = lawAt(gapRef, overlaps)
      return blockwise(length, (j) => weights[j] * constraint.logEvidence(nodes[j], variance))
    },
    logWeight: (gapRef, overlaps) => {
      const { logWeight } = constraint
      if (logWeight === undefined) return 0
      const { length, nodes, weights, variance } = lawAt(gapRef, overlaps)
      return blockwise(length, (j) => weights[j] * logWeight.call(constraint, nodes[j], variance))
    },
    meanSquareCurvature: (gapRef, overlaps) => {
      const { length, nodes, weights, variance } = lawAt(gapRef, overlaps)
      return blockwise(length, (j) => weights[j] * constraint.curvature(nodes[j], variance) ** 2)
    },
    pull: (gapRef, overlaps) => {
      kept = undefined
      const { length, nodes, pulls, variance } = lawOf(covarianceAt(gapRef, overlaps), { pulls: true })
      const mean = blockwise(length, (j) => pulls[j] * constraint.score(nodes[j], variance))
      return signed.slope(2 * distance) * mean
    },
    fields: (gapRef, overlaps, crossovers) => {
      kept = undefined
      const { length, nodes, weights, variance } = lawOf(covarianceAt(gapRef, overlaps), { crossovers })
      return { nodes: nodes.slice(0, length), weights: weights.slice(0, length), variance }
    },
  }
}

/** Sums of thousands of terms go block by block, as each addition rounds on the scale of what is there. */
const BLOCK = 64

function blockwise(length: number, term: (j: number) => number): number {
  let sum = 0
  for (let start = 0; start < length; start += BLOCK) {
    const end = Math.min(length, start + BLOCK)
    let part = 0
    for (let j = start; j < end; j++) part += term(j)
    sum += part
  }
  return sum
}

const same = (one: FieldCovariance, other: FieldCovariance): boolean =>
  one.reference === other.reference &&
  one.slope === other.slope &&
  one.coupling === other.coupling &&
  one.rest === other.rest &&
  one.spread === other.spread
