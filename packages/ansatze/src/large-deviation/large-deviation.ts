import { type Ansatz, defineFamily, invalid, numbers, onlyKeys, positive } from '@gardner/core'
import { repliconCrossing } from '../replicon-crossing.js'
import { checkReach } from '../rs/saddle-point.js'
import { saddlePointAtFinite } from './at-finite.js'
import { saddlePointAtInfinity } from './at-infinity.js'
import { breakUpOf } from './break-up-search.js'
import { type LargeDeviation, TYPICAL } from './order-parameters.js'
import { normalised, slopeInDistance } from './quantities.js'

export interface LargeDeviationOptions {
  /** y: any positive number, or Infinity. */
  readonly replicas: number
  /** d = (1 − q₁)/2 between any two of the replicas, 0 < d < ½. */
  readonly distance: number
}

/**
 * y replicas constrained to be at distance d of each other: their local entropy
 *
 *     F = lim (1/N) (1/y) E log Σ_{w¹ … w^y solutions} Π_{a<b} δ(w^a·w^b, N(1 − 2d)),
 *
 * the 1RSB free entropy at m = y and given q₁ = 1 − 2d, extremised over the rest. It counts the solutions at distance about d of
 * typical solutions of a dense region: as y → ∞ the most there are around any point.
 *
 * Reference: C. Baldassi, A. Ingrosso, C. Lucibello, L. Saglietti and R. Zecchina, Phys. Rev. Lett. 115, 128101 (2015);
 * C. Baldassi, E. M. Malatesta and R. Zecchina, Phys. Rev. Lett. 123, 170602 (2019).
 */
export function largeDeviation(options: LargeDeviationOptions): Ansatz<LargeDeviation> {
  onlyKeys('large-deviation', options, ['replicas', 'distance'])
  const { replicas, distance } = options
  if (typeof replicas !== 'number' || !(replicas > 0)) {
    throw invalid('replicas of large-deviation', replicas, 'a positive number, or Infinity')
  }
  if (typeof distance !== 'number' || !(distance > 0 && distance < 0.5)) {
    throw invalid('distance of large-deviation', distance, 'a number above 0 and below 0.5')
  }
  const ansatz: Ansatz<LargeDeviation> = Object.freeze({
    name: 'large-deviation',
    reference: 'Baldassi, Ingrosso, Lucibello, Saglietti, Zecchina 2015; Baldassi, Malatesta, Zecchina 2019',
    parameters: { replicas, distance },
    at: (change) => {
      onlyKeys('large-deviation.at', change, ['replicas', 'distance'])
      return largeDeviation({ replicas, distance, ...change })
    },
    quantities: [normalised, slopeInDistance],
    saddlePoint: (machine, step) => {
      checkReach(machine)
      positive('step', step)
      return replicas === Number.POSITIVE_INFINITY
        ? saddlePointAtInfinity(machine, distance, step)
        : saddlePointAtFinite(machine, replicas, distance, step)
    },
    critical: {
      instability: {
        search: (machine) =>
          repliconCrossing(
            machine,
            ansatz,
            TYPICAL,
            'the replicas are stable at every load up to that at which typical solutions are at this distance',
          ),
      },
      breakUp: {
        symbol: 'α_U',
        meaning: 'load at which dense regions break up, at any distance',
        search: (machine) => breakUpOf(machine, replicas, (at) => largeDeviation({ replicas, distance: at })),
      },
    },
  } satisfies Ansatz<LargeDeviation>)
  return ansatz
}

/** `large-deviation:replicas,distance`, with `inf` for y = ∞. */
export const largeDeviationFamily = defineFamily<Ansatz<LargeDeviation>>({
  name: 'large-deviation',
  usage: 'replicas,distance',
  reference: 'Baldassi, Ingrosso, Lucibello, Saglietti, Zecchina 2015; Baldassi, Malatesta, Zecchina 2019',
  make: (parameters) => {
    if (parameters.length !== 2) {
      throw invalid(
        'large-deviation',
        parameters.join(','),
        'the number of replicas and their distance: 10,0.05 or inf,0.05',
      )
    }
    const [replicas, distance] = parameters
    return largeDeviation({
      replicas: replicas === 'inf' ? Number.POSITIVE_INFINITY : numbers('large-deviation', [replicas], 1, 1)[0],
      distance: numbers('large-deviation', [distance], 1, 1)[0],
    })
  },
})
