import {
  type Cost,
  defineFamily,
  type Instance,
  invalid,
  numbers,
  onlyKeys,
  type Sampler,
  type Schedule,
  wholeNumber,
} from '@gardner/core'
import type { ChainState } from '../chain.js'
import { samplerOf } from '../samplers.js'
import { hamiltonianDynamics } from './hamiltonian.js'
import { rotationDynamics } from './rotations.js'

/**
 * Cooling until there are no errors, first to where most patterns are stored and then far beyond: at inverse temperature β some P/β
 * patterns are still short of the margin by 1/β, so that it takes a β above P.
 */
const cooling =
  (sweeps: number) =>
  ({ patterns }: Instance): Schedule => ({
    stages: [
      { sweeps, beta: [1, 10], measure: false },
      { sweeps: 4 * sweeps, beta: [10, 10 + 4 * patterns.count], measure: false },
    ],
    until: 'solved',
  })

/** Close to the deficit, and smooth. */
const crossEntropy: Cost = { kind: 'cross-entropy', temperature: 0.05 }

/** Rotations of two weights of a unit, of any cost; of the deficit unless another is given. */
export const sphere: Sampler<ChainState> = samplerOf(
  rotationDynamics,
  cooling(1000),
  'Metropolis, Rosenbluth, Rosenbluth, Teller, Teller (1953)',
  { kind: 'deficit' },
)

/** A trajectory is a step of the driver, which nothing interrupts; far shorter ones go as far as there is any use in going. */
const MOST_STEPS = 1000

/** What a trajectory is. */
export interface HamiltonianOptions {
  /** Leapfrog steps (default 16). */
  readonly steps?: number
}

/** Hybrid Monte Carlo along geodesics; of the cross-entropy at T = 0.05 unless another is given. */
export function hamiltonian(options: HamiltonianOptions = {}): Sampler<ChainState> {
  onlyKeys('hmc', options, ['steps'])
  const { steps = 16 } = options
  wholeNumber('steps', steps, 1)
  if (steps > MOST_STEPS) throw invalid('steps', steps, `at most ${MOST_STEPS}`)
  return samplerOf(
    hamiltonianDynamics('hmc', steps, 0.8),
    cooling(200),
    'Duane, Kennedy, Pendleton, Roweth (1987); Byrne, Girolami (2013)',
    crossEntropy,
  )
}

/** Hybrid Monte Carlo with 16 steps. */
export const hmc: Sampler<ChainState> = hamiltonian()

/** Trajectories of one step: Langevin dynamics with a Metropolis test, of the same cost. */
export const langevin: Sampler<ChainState> = samplerOf(
  hamiltonianDynamics('langevin', 1, 0.57),
  cooling(2000),
  'Rossky, Doll, Friedman (1978); Byrne, Girolami (2013)',
  crossEntropy,
)

export const hamiltonianFamily = defineFamily<Sampler<ChainState>>({
  name: 'hmc',
  usage: 'steps',
  reference: 'Duane, Kennedy, Pendleton, Roweth (1987); Byrne, Girolami (2013)',
  make: (parameters) => (parameters.length === 0 ? hmc : hamiltonian({ steps: numbers('hmc', parameters, 1, 1)[0] })),
})
