import {
  type Activation,
  angleOf,
  CLOSED_FORM_ERROR,
  defineActivation,
  defineFamily,
  finite,
  type Kernel,
  numbers,
  onlyKeys,
} from '@gardner/core'
import { arcsine, arcsineRoot } from './arcsine.js'

/**
 * g(u) = u above 0 and slope·u below, for any finite slope (default 0.01; 0 is ReLU, −1 is |u|). With a the slope
 *
 *     C(q) = a q + (1 − a)² C_relu(q),     C'(1) = (1 + a²)/2.
 */
export function leakyRelu(options: { readonly slope?: number } = {}): Activation {
  onlyKeys('leaky-relu', options, ['slope'])
  const slope = finite('slope of leaky-relu', options.slope === undefined ? 0.01 : options.slope)
  return defineActivation({
    name: 'leaky-relu',
    parameters: { slope },
    at: leakyRelu,
    g: (u) => (u < 0 ? slope * u : u),
    kinks: slope === 1 ? [] : [0],
    kernel: bentKernel(slope),
    reference: 'A. L. Maas, A. Y. Hannun and A. Y. Ng, Proc. ICML 30 (2013)',
  })
}

/** `leaky-relu:slope` */
export const leakyReluFamily = defineFamily<Activation>({
  name: 'leaky-relu',
  usage: 'slope',
  make: (parameters) => {
    const [slope] = numbers('leaky-relu', parameters, 0, 1)
    return leakyRelu(slope === undefined ? {} : { slope })
  },
})

/**
 * The kernel of a line bent at 0, of slopes 1 and a. Split into the odd and the even part of g, so that no slope,
 * not even −1, leaves a cancellation:
 *
 *     C(q) = ((1 + a)/2)² q + ((1 − a)²/2π) [q asin q + √(1 − q²) − 1]
 *     C(1) − C(q) = ((1 + a)/2)² (1 − q) + ((1 − a)²/2π) [(π/2)(1 − q) − (sin ψ − ψ cos ψ)],     ψ = acos q
 */
export function bentKernel(slope: number): Kernel {
  const odd = (0.5 * (1 + slope)) ** 2
  const even = (1 - slope) ** 2 / (2 * Math.PI)
  return {
    covariance: (gap) => {
      const q = 1 - gap
      return q * (odd + even * (arcsine(gap) - q / (1 + arcsineRoot(gap))))
    },
    deficit: (gap) => odd * gap + even * (0.5 * Math.PI * gap - lag(angleOf(gap))),
    slope: (gap) => odd + even * arcsine(gap),
    curvature: (gap) => (even === 0 ? 0 : even / arcsineRoot(gap)),
    error: CLOSED_FORM_ERROR,
  }
}

/** sin ψ − ψ cos ψ = Σ_{k≥1} (−1)^{k+1} 2k ψ^{2k+1}/(2k+1)!, by the series where the difference cancels. */
function lag(angle: number): number {
  if (angle > 0.5) return Math.sin(angle) - angle * Math.cos(angle)
  const t = angle * angle
  const far = 1 / 3991680 - t * (1 / 518918400 - t / 93405312000)
  return angle * t * (1 / 3 - t * (1 / 30 - t * (1 / 840 - t * (1 / 45360 - t * far))))
}
