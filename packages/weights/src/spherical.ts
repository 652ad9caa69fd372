import type { SphericalPrior } from '@gardner/core'

/** The sphere Σ_i w_i² = N of every unit: Gardner's spherical weights. Entropies are relative to the whole sphere. */
export const spherical: SphericalPrior = Object.freeze<SphericalPrior>({
  kind: 'sphere',
  name: 'spherical',
  // Box–Muller, one normal from two uniforms: no state that a checkpoint would have to keep
  sample: (uniform) => Math.sqrt(-2 * Math.log1p(-uniform())) * Math.cos(2 * Math.PI * uniform()),
})
