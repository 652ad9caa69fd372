import { density, panelBreaks, panelIntegral } from '@gardner/numerics'
import { type Activation, finiteValue } from '../kernel/activation.js'
import { deriveMoments, momentsOf } from '../kernel/derive-kernel.js'
import { gapOf, type Kernel } from '../kernel/kernel.js'
import { difference } from './difference.js'
import { atLeast, atMost, finiteNumber, type Law, law, near } from './law.js'

/** Gaps at which kernels are compared and must be monotone, from q = 0 to next to q = 1. */
const GAPS = [1, 0.99, 0.9, 0.7, 0.5, 0.3, 0.1, 1e-2, 1e-3, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12]
const ANGLES = [1e-4, 1e-2, 0.1, 0.3, 0.6, 0.9, 1.2, 1.4]
const FUNCTIONS = ['covariance', 'deficit', 'slope', 'curvature'] as const
type KernelFunction = (typeof FUNCTIONS)[number]

/** What two routes may differ by beyond the errors they claim. */
const SLACK = 1e-12
/** No kernel may be less certain than this. */
const LARGEST_ERROR = 1e-10
/** |u| up to which the direct quadratures of this file go. */
const REACH = 12

/**
 * The laws of an activation: its kernel is that of its g, by two routes, and has the shape that C(q) = Σ a_k² q^k
 * gives to every kernel.
 *
 * @example for (const law of activationLaws(relu)) test(law.name, law.verify)
 */
export function activationLaws(activation: Activation): Law[] {
  const name = activation.name
  const kernel = () => momentsOf(activation).kernel
  const kinks = () => momentsOf(activation).kinks
  const laws = [
    law(`${name}: g is finite for |u| up to 40`, () => {
      for (let u = -40; u <= 40; u += 0.625) finiteNumber(`g(${u})`, finiteValue(activation, u))
    }),
    law(`${name}: declares the kinks it has`, () => {
      const { warnings } = deriveMoments(activation)
      if (activation.kinks !== undefined && warnings.length > 0) throw new Error(warnings.join('; '))
    }),
    law(`${name}: the error of the kernel is at most ${LARGEST_ERROR}`, () => {
      finiteNumber('kernel.error', kernel().error)
      atLeast('kernel.error', kernel().error, 0)
      atMost('kernel.error', kernel().error, LARGEST_ERROR)
    }),
    law(`${name}: C(0) = 0`, () => near('C(0)', kernel().covariance(1), 0, 1e-15 * kernel().deficit(1))),
    law(`${name}: C(1) is the variance of g`, () => {
      const variance = directCovariance(activation, kinks(), 1)
      near('deficit(1)', kernel().deficit(1), variance, (kernel().error + SLACK) * variance)
    }),
    law(`${name}: C(q) is the covariance of g(u) and g(v), integrated directly`, () => {
      for (const q of [0.1, 0.3, 0.6, 0.9]) {
        const allowed = (kernel().error + 10 * SLACK) * kernel().deficit(1)
        near(`C(${q})`, kernel().covariance(1 - q), directCovariance(activation, kinks(), q), allowed)
      }
    }),
    law(`${name}: C, C', C'' are not negative and do not decrease with q`, () => shape(kernel())),
    law(`${name}: C(q) and C(1) − C(q) make up C(1)`, () => {
      const variance = kernel().deficit(1)
      for (const gap of GAPS) {
        const sum = kernel().covariance(gap) + kernel().deficit(gap)
        near(`C + deficit at gap ${gap}`, sum, variance, (2 * kernel().error + 1e-14) * variance)
      }
    }),
    law(`${name}: C' is the derivative of C`, () => {
      derivatives(kernel(), 'deficit', ({ slope }, angle) => slope(gapOf(angle)) * Math.sin(angle))
    }),
    law(`${name}: C'' is the derivative of C'`, () => {
      derivatives(kernel(), 'slope', ({ curvature }, angle) => -curvature(gapOf(angle)) * Math.sin(angle))
    }),
  ]
  if (activation.kernel !== undefined) {
    const closed = activation.kernel
    laws.push(
      law(`${name}: the closed kernel is the derived one`, () => agree(closed, deriveMoments(activation).kernel)),
    )
  }
  if (activation.kinks?.length === 0) {
    laws.push(
      law(`${name}: the kernel from the Hermite series is the one from the pieces of g`, () => {
        // the pieces are differentiated twice, which leaves C'' some 1e-12, more next to q = 1
        agree(deriveMoments(activation).kernel, deriveMoments(activation, 'kinked').kernel, 10 * SLACK)
      }),
    )
  }
  return laws
}

/**
 * Relative to the value; near q = 0, where C, C' and C'' can vanish in powers of q, to q C(1), C'(0.9) and C''(0.9): a
 * table resolves what it has beside its largest values.
 */
function agree(one: Kernel, other: Kernel, slack = SLACK): void {
  const allowed = one.error + other.error + slack
  for (const f of FUNCTIONS) {
    for (const gap of GAPS) {
      const expected = one[f](gap)
      near(`${f} at gap ${gap}`, other[f](gap), expected, allowed * Math.max(Math.abs(expected), scaleOf(one, f, gap)))
    }
  }
}

function scaleOf(kernel: Kernel, f: KernelFunction, gap: number): number {
  if (f === 'covariance') return (1 - gap) * kernel.deficit(1)
  if (f === 'deficit') return 0
  return f === 'slope' ? kernel.slope(0.1) : Math.max(kernel.curvature(0.1), 1e-3 * kernel.slope(0.1))
}

function shape(kernel: Kernel): void {
  for (const f of ['covariance', 'slope', 'curvature'] as const) {
    let last = 0
    for (const gap of GAPS) {
      const value = kernel[f](gap)
      const allowed = (kernel.error + 1e-14) * Math.max(Math.abs(value), scaleOf(kernel, f, gap))
      atLeast(`${f} at gap ${gap}`, value, last, allowed)
      last = Math.max(last, value)
    }
  }
}

/** By differences in the angle, in which every kernel is analytic up to q = 1: dq = −sin ψ dψ. */
function derivatives(
  kernel: Kernel,
  integral: KernelFunction,
  expected: (kernel: Kernel, angle: number) => number,
): void {
  for (const angle of ANGLES) {
    const h = 0.005 * angle
    const at = (psi: number) => kernel[integral](gapOf(psi))
    const { value, error } = difference(at, angle, h)
    // what the rounding (and the error) of the values makes of the difference
    const rounding = (2 * (kernel.error + Number.EPSILON) * Math.abs(at(angle))) / h
    near(`d(${integral})/dψ at ψ = ${angle}`, expected(kernel, angle), value, error + rounding)
  }
}

/** E[g(u)g(v)] − (E g)² by nested Gauss–Legendre panels over u and v = q u + √(1−q²) z, split at the kinks. */
function directCovariance(activation: Activation, kinks: readonly number[], q: number): number {
  const g = (u: number) => finiteValue(activation, u)
  const line = panelBreaks(-REACH, REACH, kinks, 0.5)
  const mean = panelIntegral((u) => density(u) * g(u), line)
  if (q === 1) return panelIntegral((u) => density(u) * (g(u) - mean) ** 2, line)
  const width = Math.sqrt((1 - q) * (1 + q))
  const given = (u: number) => {
    const breaks = kinks.map((kink) => (kink - q * u) / width)
    return panelIntegral((z) => density(z) * (g(q * u + width * z) - mean), panelBreaks(-REACH, REACH, breaks, 1))
  }
  return panelIntegral((u) => density(u) * (g(u) - mean) * given(u), line)
}
