import {
  type Activation,
  CLOSED_FORM_ERROR,
  defineActivation,
  defineFamily,
  type Kernel,
  numbers,
  onlyKeys,
  positive,
} from '@gardner/core'

/** g(u) = sin ωu, ω > 0 the frequency (default 1): C(q) = e^{−ω²} sinh(ω² q). */
export function sine(options: { readonly frequency?: number } = {}): Activation {
  onlyKeys('sine', options, ['frequency'])
  const frequency = positive('frequency of sine', options.frequency === undefined ? 1 : options.frequency)
  return defineActivation({
    name: 'sine',
    parameters: { frequency },
    at: sine,
    g: (u) => Math.sin(frequency * u),
    kinks: [],
    kernel: sineKernel(frequency * frequency),
  })
}

/** `sine:frequency` */
export const sineFamily = defineFamily<Activation>({
  name: 'sine',
  usage: 'frequency',
  make: (parameters) => {
    const [frequency] = numbers('sine', parameters, 0, 1)
    return sine(frequency === undefined ? {} : { frequency })
  },
})

/** With s = ω²; every exponential is of a negative number, and every difference of two is an expm1. */
function sineKernel(s: number): Kernel {
  const covariance = (gap: number) => -0.5 * Math.exp(-s * gap) * Math.expm1(-2 * s * (1 - gap))
  return {
    covariance,
    deficit: (gap) => -0.5 * (1 + Math.exp(-s * (2 - gap))) * Math.expm1(-s * gap),
    slope: (gap) => 0.5 * s * (Math.exp(-s * gap) + Math.exp(-s * (2 - gap))),
    curvature: (gap) => s * s * covariance(gap),
    error: CLOSED_FORM_ERROR * Math.max(1, s),
  }
}
