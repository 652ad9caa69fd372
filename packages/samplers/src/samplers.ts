import {
  type Cost,
  checkCost,
  checkInstance,
  checkSchedule,
  defineFamily,
  defineSampler,
  type Instance,
  invalid,
  onlyKeys,
  type Sampler,
  type SamplerOptions,
  type Schedule,
  wholeNumber,
} from '@gardner/core'
import { binaryDynamics } from './binary.js'
import { type ChainState, chain, type Dynamics } from './chain.js'
import { type Coupling, checkCoupling, couplings } from './coupling.js'
import { nFoldDynamics } from './n-fold.js'
import { temperingDynamics } from './tempering.js'

/** A sampler of a dynamics, and the schedule and the cost it has where none is given. */
export function samplerOf(
  dynamics: Dynamics,
  schedule: (instance: Instance) => Schedule,
  reference?: string,
  fallback: Cost = { kind: 'errors' },
): Sampler<ChainState> {
  return defineSampler<ChainState>({
    name: dynamics.name,
    ...(reference === undefined ? {} : { reference }),
    iterate: (instance, options) => {
      checkInstance(instance)
      const { seed, cost, given } = checked(dynamics.name, options, fallback)
      return chain(dynamics, instance, { seed, cost, schedule: given ?? schedule(instance) })
    },
  })
}

function checked(name: string, options: SamplerOptions, fallback: Cost) {
  onlyKeys(name, options, ['seed', 'schedule', 'cost'])
  const { cost = fallback } = options
  return {
    seed: wholeNumber('seed', options.seed),
    cost: checkCost(cost),
    given: options.schedule === undefined ? undefined : checkSchedule(options.schedule),
  }
}

/** Equilibrium at β = 1 and what is measured there, after a warm-up. */
const atRest = (): Schedule => ({
  stages: [
    { sweeps: 500, beta: 1 },
    { sweeps: 2000, beta: 1 },
  ],
})

/** Slow cooling until there are no errors. */
const cooling = (): Schedule => ({ stages: [{ sweeps: 20000, beta: [0.5, 4] }], until: 'solved' })

/**
 * Replicas that are cooled while they attract each other. Colder than β = 4 nothing moves any more; ten replicas find what one that is
 * cooled ten times as slowly does not.
 */
const gathering = (): Schedule => ({
  stages: [{ sweeps: 4000, beta: [0.8, 4], gamma: [0.8, 1.8], replicas: 10 }],
  until: 'solved',
})

const ladder = (): Schedule => ({ stages: [{ sweeps: 2000, beta: [0.2, 3], replicas: 16 }], until: 'solved' })

/** Single flips accepted with min(1, e^{−βΔE}) (N. Metropolis et al., J. Chem. Phys. 21, 1087, 1953). */
export const metropolis = samplerOf(
  binaryDynamics('metropolis', 'metropolis', 'pairs'),
  atRest,
  'Metropolis, Rosenbluth, Rosenbluth, Teller, Teller (1953)',
)

/** Metropolis with a rising β (S. Kirkpatrick, C. D. Gelatt, M. P. Vecchi, Science 220, 671, 1983). */
export const anneal = samplerOf(
  binaryDynamics('anneal', 'metropolis', 'pairs'),
  cooling,
  'Kirkpatrick, Gelatt, Vecchi (1983)',
)

export const tempering = samplerOf(temperingDynamics, ladder, 'Hukushima, Nemoto (1996)')

export const nFold = samplerOf(nFoldDynamics, atRest, 'Bortz, Kalos, Lebowitz (1975)')

/** How replicas are held together. */
export interface ReplicatedOptions {
  readonly coupling?: Coupling
}

/** Replicas that attract each other, by Metropolis moves (C. Baldassi et al., PNAS 113, E7655, 2016). */
export function replicated(options: ReplicatedOptions = {}): Sampler<ChainState> {
  onlyKeys('replicated', options, ['coupling'])
  const { coupling = 'pairs' } = options
  checkCoupling(coupling)
  return samplerOf(binaryDynamics('replicated', 'metropolis', coupling), gathering, 'Baldassi et al. (2016)')
}

/** The same measure by the reduced rejection rate. */
export function reducedRejection(options: ReplicatedOptions = {}): Sampler<ChainState> {
  onlyKeys('rrr', options, ['coupling'])
  const { coupling = 'pairs' } = options
  checkCoupling(coupling)
  return samplerOf(binaryDynamics('rrr', 'reduced', coupling), gathering, 'Baldassi (2017)')
}

const family = (
  name: string,
  make: (options: ReplicatedOptions) => Sampler<ChainState>,
  known: readonly Coupling[],
  reference: string,
) =>
  defineFamily<Sampler<ChainState>>({
    name,
    usage: known.join('|'),
    reference,
    make: (parameters) => {
      if (parameters.length > 1) throw invalid(name, parameters.join(','), 'one coupling')
      return make(parameters.length === 0 ? {} : { coupling: parameters[0] as Coupling })
    },
  })

export const replicatedFamily = family('replicated', replicated, couplings, 'Baldassi et al. (2016)')
export const reducedFamily = family('rrr', reducedRejection, ['pairs', 'traced'], 'Baldassi (2017)')
