import type { SitePrior } from '@gardner/core'

/**
 * w = ±1, the Ising perceptron's weights: A(a, b) = log 2cosh b − a/2, ⟨w⟩ = tanh b, ⟨w²⟩ − ⟨w⟩² = 1/cosh² b.
 * Any finite a and b: no exponential is above 1.
 */
export const binary: SitePrior = Object.freeze<SitePrior>({
  kind: 'site',
  name: 'binary',
  logPartition: (a, b) => Math.abs(b) + Math.log1p(Math.exp(-2 * Math.abs(b))) - 0.5 * a,
  mean: (_a, b) => Math.tanh(b),
  variance: (_a, b) => {
    const ratio = Math.exp(-2 * Math.abs(b))
    return (4 * ratio) / (1 + ratio) ** 2
  },
  logWeight: () => 0,
  counting: true,
  unitNorm: true,
  // the poles of tanh are at ±iπ/2
  crossovers: () => crossovers,
  even: true,
  sample: (uniform) => (uniform() < 0.5 ? -1 : 1),
})

const crossovers = Object.freeze([Object.freeze({ center: 0, width: 0.5 })])
