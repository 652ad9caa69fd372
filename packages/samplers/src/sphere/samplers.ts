import { type Cost, defineFamily, numbers, onlyKeys, type Sampler, type Schedule, wholeNumber } from '@gardner/core'
import type { ChainState } from '../chain.js'
import { samplerOf } from '../samplers.js'
import { hamiltonianDynamics } from './hamiltonian.js'
import { rotationDynamics } from './rotations.js'

const cooling = (): Schedule => ({ stages: [{ sweeps: 5000, beta: [1, 20], measure: false }], until: 'solved' })

const descending = (): Schedule => ({ stages: [{ sweeps: 5000, beta: [1, 100], measure: false }], until: 'solved' })

const smooth: Cost = { kind: 'cross-entropy', temperature: 0.1 }

/** Metropolis rotations of two weights of a unit. */
export const sphere: Sampler<ChainState> = samplerOf(rotationDynamics, cooling, 'Metropolis et al. (1953)')

/** Of a trajectory. */
export interface HamiltonianOptions {
  /** Leapfrog steps (default 16). */
  readonly steps?: number
}

/** Hybrid Monte Carlo along geodesics; of the cross-entropy at T = 0.1 unless another is given. */
export function hamiltonian(options: HamiltonianOptions = {}): Sampler<ChainState> {
  onlyKeys('hmc', options, ['steps'])
  const steps = wholeNumber('steps', options.steps ?? 16, 1)
  return samplerOf(
    hamiltonianDynamics('hmc', steps, 0.8),
    descending,
    'Duane, Kennedy, Pendleton, Roweth (1987); Byrne, Girolami (2013)',
    smooth,
  )
}

export const hmc: Sampler<ChainState> = hamiltonian()

/** Trajectories of one step: Langevin dynamics with a Metropolis test (P. J. Rossky, J. D. Doll, H. L. Friedman, 1978). */
export const langevin: Sampler<ChainState> = samplerOf(
  hamiltonianDynamics('langevin', 1, 0.57),
  descending,
  'Rossky, Doll, Friedman (1978); Byrne, Girolami (2013)',
  smooth,
)

export const hamiltonianFamily = defineFamily<Sampler<ChainState>>({
  name: 'hmc',
  usage: 'steps',
  reference: 'Duane et al. (1987); Byrne, Girolami (2013)',
  make: (parameters) => {
    if (parameters.length === 0) return hmc
    return hamiltonian({ steps: numbers('hmc', parameters, 1, 1)[0] })
  },
})
