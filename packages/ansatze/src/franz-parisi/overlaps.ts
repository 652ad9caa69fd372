import { increment, type Machine } from '@gardner/core'
import { type SignedKernel, signedKernel } from './signed-kernel.js'

/**
 * The overlaps of a solution at a distance d, as the vector of its mean (in the shell of solutions at that distance) beside those of
 * references. Along the reference it is p = 1 − 2d, along the mean of the references and across it s, and ν along what it
 * shares with no reference:
 *
 *     t = q̃ p + √(q̃ (1 − q̃)) s,     q = p² + s² + ν².
 *
 * Any s and ν² ≥ 0 with q < 1 are the overlaps of vectors. s = ν = 0 at α = 0, and at p = q̃, where the solution is q = t = q̃, ν = 0.
 */
export interface Overlaps {
  readonly q: number
  /** 1 − q */
  readonly gap: number
  readonly t: number
  /** 1 − t, which exceeds 1 where t is negative. */
  readonly gapT: number
  readonly s: number
  /** ν² */
  readonly own: number
}

/** The overlaps from X = s/√(1 − q) and Y = ν²/(1 − q): with them 1 − q = (1 − p²)/(1 + X² + Y). */
export function overlapsOf(distance: number, qRef: number, gapRef: number, ratio: number, own: number): Overlaps {
  const p = 1 - 2 * distance
  const scale = 1 + ratio * ratio + own
  const gap = (4 * distance * (1 - distance)) / scale
  const s = ratio * Math.sqrt(gap)
  const shift = Math.sqrt(qRef * gapRef) * s
  return {
    q: 1 - gap,
    gap,
    t: qRef * p + shift,
    gapT: gapRef + 2 * qRef * distance - shift,
    s,
    own: own * gap,
  }
}

/** The Gaussian fields of a pattern: on the reference √C(q̃) z + √(C₁ − C(q̃)) u, on a solution at the distance h = m z + …, given z. */
export interface FieldCovariance {
  /** C(q̃) */
  readonly reference: number
  /** C₁ − C(q̃) */
  readonly spreadOfReference: number
  /** E[h|z]/z = C(t)/√C(q̃) */
  readonly slope: number
  /** Var[h|z] = C(q) − C(t)²/C(q̃) */
  readonly variance: number
  /** Cov[h, √(C₁ − C(q̃)) u] = C(p) − C(t) */
  readonly coupling: number
  /** Var[h|z, u] = Var[h|z] − (C(p) − C(t))²/(C₁ − C(q̃)) */
  readonly rest: number
  /** C₁ − C(q) */
  readonly spread: number
}

/** Below this share of C(1) nothing is known of Var[h|z, u], and it is of no effect. */
const SMALLEST_REST = 4 * Number.EPSILON

export type FieldCovarianceAt = (gapRef: number, overlaps: Overlaps) => FieldCovariance

/** The covariances of the fields at a distance, free of cancellation as d → 0. */
export function fieldCovariance(machine: Machine, distance: number, kernel: SignedKernel = signedKernel(machine)) {
  const total = machine.kernel.deficit(1)
  const lost = kernel.deficit(2 * distance) // C₁ − C(p)
  const at: FieldCovarianceAt = (gapRef, { gap, gapT, own }) => {
    const reference = machine.kernel.covariance(gapRef)
    const spreadOfReference = machine.kernel.deficit(gapRef)
    // C(t) − C(q̃), both of them or their deficits small
    const gain = gapRef < 0.5 ? spreadOfReference - kernel.deficit(gapT) : kernel.covariance(gapT) - reference
    const coupling = spreadOfReference - lost - gain
    const slope = reference > 0 ? kernel.covariance(gapT) / Math.sqrt(reference) : 0
    // the part of Var[h|z, u] in the plane of p and t, where C bends; then that of ν
    const bent =
      2 * lost -
      machine.kernel.deficit(gap + own) -
      (reference > 0 ? (gain * gain) / reference : 0) -
      (lost + gain) ** 2 / spreadOfReference
    const rest = Math.max(SMALLEST_REST * total, Math.max(0, bent) + increment(machine.kernel, gap, own))
    return {
      reference,
      spreadOfReference,
      slope,
      variance: rest + (coupling * coupling) / spreadOfReference,
      coupling,
      rest,
      spread: machine.kernel.deficit(gap),
    }
  }
  return at
}
