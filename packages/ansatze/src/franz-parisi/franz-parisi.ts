import {
  type Ansatz,
  defineFamily,
  defineQuantity,
  finite,
  invalid,
  numbers,
  onlyKeys,
  type SaddleState,
} from '@gardner/core'
import { repliconCrossing } from '../replicon-crossing.js'
import { minimumDistance } from './minimum-distance.js'
import type { FranzParisi } from './order-parameters.js'
import { franzParisiSaddlePoint, OVERLAP_REACHES_ONE } from './saddle-point.js'
import type { FranzParisiState } from './state.js'

const REFERENCE = 'Franz, Parisi 1995; Huang, Kabashima 2014'

export interface FranzParisiOptions {
  /** d = (1 − p)/2, in (0, 1). */
  readonly distance: number
}

/**
 * The Franz–Parisi entropy: the logarithm of the number (volume) of solutions at the distance d from a typical one, per weight.
 * With ⟨·⟩ the average over the patterns' fields at this distance,
 *
 *     S = G_S + α ⟨f(h; C₁ − C(q))⟩,    stationary in q and t at p = 1 − 2d and at the q̃ of replica symmetry.
 *
 * For weights with w² = 1, of either sign, and on the sphere; other priors are refused with `UNSUITABLE`. The energy is ∂S/∂α at a
 * fixed reference, whose own change with the load is not in it.
 *
 * Reference: S. Franz and G. Parisi, J. Phys. I France 5, 1401 (1995); H. Huang and Y. Kabashima, Phys. Rev. E 90, 052813 (2014).
 */
export function franzParisi(options: FranzParisiOptions): Ansatz<FranzParisi> {
  onlyKeys('franzParisi', options, ['distance'])
  const distance = finite('distance', options.distance)
  if (!(distance > 0 && distance < 1)) throw invalid('distance', distance, 'a number above 0 and below 1')
  const ansatz: Ansatz<FranzParisi> = Object.freeze({
    name: 'franz-parisi',
    reference: REFERENCE,
    parameters: { distance },
    saddlePoint: (machine, step) => franzParisiSaddlePoint(machine, distance, step),
    critical: {
      instability: {
        search: (machine) =>
          repliconCrossing(
            machine,
            ansatz,
            OVERLAP_REACHES_ONE,
            'the solutions at this distance are stable at every load up to that at which their overlap reaches 1',
          ),
      },
      minimumDistance: {
        of: 'distance',
        symbol: 'd_min',
        meaning: 'closer to a typical solution there is no other',
        search: minimumDistance,
      },
    },
    at: (change) => {
      onlyKeys('franzParisi.at', change, ['distance'])
      return franzParisi({ distance, ...change })
    },
    quantities: [slope],
  } satisfies Ansatz<FranzParisi>)
  return ansatz
}

/** dS/dd = −2 dS/dp of the free entropy, at fixed load. */
const slope = defineQuantity<FranzParisi>('slope', (state: SaddleState<FranzParisi>) => {
  if (typeof state !== 'object' || state === null || !('pull' in state))
    throw invalid('state', state, 'one of the Franz–Parisi ansatz')
  return -2 * (state as FranzParisiState).pull
})

/** `franz-parisi:distance` */
export const franzParisiFamily = defineFamily<Ansatz<FranzParisi>>({
  name: 'franz-parisi',
  usage: 'distance',
  reference: REFERENCE,
  make: (parameters) => {
    const [distance] = numbers('franz-parisi', parameters, 1, 1)
    return franzParisi({ distance })
  },
})
