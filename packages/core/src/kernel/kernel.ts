import { invalid } from '../input/error.js'
import { callable, finiteAt, nonNegative } from '../input/option.js'

/**
 * The one function through which an activation enters as K → ∞ (physics of the tree committee machine):
 * C(q) = E[g(u)g(v)] − (E g)² for standard normal u, v of correlation q.
 *
 * Every argument is the gap ε = 1 − q ∈ [0, 1], never q: forming 1 − q from a double q loses what decides
 * near q = 1.
 */
export interface Kernel {
  /** C(1 − ε) */
  covariance(gap: number): number
  /** C(1) − C(1 − ε), free of cancellation; `deficit(1)` is the variance of g. */
  deficit(gap: number): number
  /** C'(q) = E[g'(u)g'(v)]; `slope(0)` is Infinity where g jumps. */
  slope(gap: number): number
  /** C''(q) = E[g''(u)g''(v)]; `curvature(0)` is Infinity where g or g' jumps. */
  curvature(gap: number): number
  /** Relative error bound of the four functions (a few roundings for a closed form), beside `floor`. */
  readonly error: number
  /** Absolute error bounds to be added, where a function is much smaller than it is elsewhere. None for a closed form. */
  readonly floor?: KernelFloor
}

export interface KernelFloor {
  /** Of C(1 − ε)/(1 − ε), as C vanishes with q. */
  readonly covariance: number
  readonly slope: number
  readonly curvature: number
}

const METHODS = ['covariance', 'deficit', 'slope', 'curvature'] as const

/** Checks the kernel of an activation, and a few of its values: those next to q = 1 may be infinite, others are not. */
export function checkKernel(name: string, value: unknown): void {
  if (typeof value !== 'object' || value === null) throw invalid(`kernel of ${name}`, value, 'a kernel')
  const kernel = value as Kernel
  for (const method of METHODS) callable(`kernel.${method} of ${name}`, kernel[method])
  nonNegative(`kernel.error of ${name}`, kernel.error)
  for (const method of METHODS) {
    for (const gap of [0.5, 1]) finiteAt(`activation ${name}`, `kernel.${method}(${gap})`, () => kernel[method](gap))
  }
  const variance = kernel.deficit(1)
  if (!(variance > 0)) throw invalid(`activation ${name}`, `kernel.deficit(1) = ${variance}`, 'a variance above zero')
}

const NO_FLOOR: KernelFloor = { covariance: 0, slope: 0, curvature: 0 }

/** Relative rounding error granted to a closed form. */
export const CLOSED_FORM_ERROR = 1e-15

/** The angle ψ = acos q between two solutions, from the gap without cancellation: 1 − q = 2 sin²(ψ/2). */
export const angleOf = (gap: number): number => 2 * Math.asin(Math.sqrt(0.5 * gap))

/** The gap 1 − cos ψ of an angle. */
export const gapOf = (angle: number): number => 2 * Math.sin(0.5 * angle) ** 2

/**
 * The kernel with C(1) − C, C' and C'' moved by its error, and all but C(1) − C by its floor: what the errors can do to a result. C
 * is not moved by the relative error, which would take back what moves C(1) − C.
 */
export function shiftedKernel(kernel: Kernel): Kernel {
  const factor = 1 + kernel.error
  const { floor = NO_FLOOR } = kernel
  return {
    covariance: (gap) => kernel.covariance(gap) + floor.covariance * (1 - gap),
    deficit: (gap) => kernel.deficit(gap) * factor,
    slope: (gap) => kernel.slope(gap) * factor + floor.slope,
    curvature: (gap) => kernel.curvature(gap) * factor + floor.curvature,
    error: kernel.error,
    floor,
  }
}
