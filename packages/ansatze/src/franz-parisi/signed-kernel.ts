import {
  type Activation,
  CLOSED_FORM_ERROR,
  defineActivation,
  deriveMoments,
  type Kernel,
  type Machine,
  momentsOf,
} from '@gardner/core'
import { gaussianIntegral } from '@gardner/numerics'

/** C, C(1) − C and C' of overlaps of either sign, as functions of the gap 1 − q ∈ [0, 2]. */
export interface SignedKernel {
  covariance(gap: number): number
  deficit(gap: number): number
  slope(gap: number): number
}

/** An even part of g whose variance is below this share of that of g is rounding. */
const NO_EVEN_PART = 1e-24
/** Gaps beyond 1 at which a closed form is held against the even part. */
const CHECKS = [1.03, 1.3, 1.7, 1.97]

/**
 * A kernel is asked for at overlaps from 0 to 1 only. With the kernel C_e of the even part of g, which is derived when it is first
 * needed,
 *
 *     C(−q) = 2 C_e(q) − C(q),     C'(−q) = C'(q) − 2 C_e'(q).
 */
export function signedKernel({ kernel, activation }: Machine): SignedKernel {
  let even: Kernel | 'native' | undefined
  const evenPart = () => {
    even ??= extensionOf(activation, kernel)
    return even
  }
  const covariance = (gap: number) => {
    if (gap <= 1) return kernel.covariance(gap)
    const part = evenPart()
    return part === 'native' ? kernel.covariance(gap) : 2 * part.covariance(2 - gap) - kernel.covariance(2 - gap)
  }
  return {
    covariance,
    deficit: (gap) => (gap <= 1 ? kernel.deficit(gap) : kernel.deficit(1) - covariance(gap)),
    slope: (gap) => {
      if (gap <= 1) return kernel.slope(gap)
      const part = evenPart()
      return part === 'native' ? kernel.slope(gap) : kernel.slope(2 - gap) - 2 * part.slope(2 - gap)
    },
  }
}

const known = new WeakMap<Activation, Kernel | 'native'>()

/** The kernel of the even part, or `native` where the closed form of C itself holds at negative overlaps. */
function extensionOf(activation: Activation, kernel: Kernel): Kernel | 'native' {
  let extension = known.get(activation)
  if (extension === undefined) {
    const even = evenKernel(activation)
    const native =
      kernel.error <= CLOSED_FORM_ERROR &&
      CHECKS.every((gap) => {
        const size = kernel.deficit(1)
        const value = 2 * even.covariance(2 - gap) - kernel.covariance(2 - gap)
        return Math.abs(kernel.covariance(gap) - value) <= (1e-14 + 4 * even.error) * size
      })
    extension = native ? 'native' : even
    known.set(activation, extension)
  }
  return extension
}

function evenKernel(activation: Activation): Kernel {
  const { mean, kinks, kernel } = momentsOf(activation)
  const mirrored = [...new Set([...kinks, ...kinks.map((kink) => 0 - kink)])].sort((a, b) => a - b)
  const part = (u: number) => 0.5 * (activation.g(u) + activation.g(-u))
  const variance = gaussianIntegral((u) => (part(u) - mean) ** 2, mirrored)
  if (variance <= NO_EVEN_PART * kernel.deficit(1)) return NOTHING
  return deriveMoments(defineActivation({ name: `even-part-of-${activation.name}`, g: part, kinks: mirrored })).kernel
}

const NOTHING: Kernel = { covariance: () => 0, deficit: () => 0, slope: () => 0, curvature: () => 0, error: 0 }
