import { flipsOf, randomWeights } from '@gardner/machines'
import { needAlone, needBinary } from './binary.js'
import type { Dynamics } from './chain.js'

/**
 * The n-fold way (A. B. Bortz, M. H. Kalos, J. L. Lebowitz, J. Comput. Phys. 17, 10, 1975): what Metropolis does, without its
 * rejections. With z = Σ_i min(1, e^{−βΔE_i}) the number of proposals until one is accepted is geometric of mean N/z; then weight i is
 * flipped with probability min(1, e^{−βΔE_i})/z. All N changes are computed for each flip, so it is for small machines at low
 * temperatures. A sweep is N proposals, those that were skipped included; the geometric law forgets, so that a sweep may end anywhere.
 */
export const nFoldDynamics: Dynamics = {
  name: 'n-fold',
  check: (instance, schedule) => {
    needBinary('n-fold', instance)
    needAlone('n-fold', schedule)
  },
  draw: randomWeights,
  mover: (instance, cost, y, weights) => {
    const flips = flipsOf(instance, y, cost)
    const { size } = flips
    for (let a = 0; a < y; a++) flips.load(a, weights.subarray(a * size, (a + 1) * size))
    const rates = new Float64Array(size)
    return {
      sweepNs: flips.proposalNs * size * size * y,
      energy: (a) => flips.energy(a),
      errors: (a) => flips.errors(a),
      stabilities: (a) => flips.stabilities(a),
      weights: (a) => flips.weights(a),
      memory: () => new Float64Array(0),
      sweep: ({ beta }, _gamma, random) => {
        let accepted = 0
        for (let a = 0; a < y; a++) {
          flips.refresh?.(a)
          let left = size
          while (left > 0) {
            let z = 0
            for (let i = 0; i < size; i++) {
              rates[i] = Math.min(1, Math.exp(-beta * flips.delta(a, i)))
              z += rates[i]
            }
            // the proposals up to and with the next accepted one; 1 − fine is never 0
            const share = Math.min(1, z / size)
            left -= share === 1 ? 1 : 1 + Math.floor(Math.log(1 - random.fine()) / Math.log1p(-share))
            // with rates that no double can hold it is −∞ or, of a 0 drawn, not a number
            if (!(left >= 0)) break
            let at = random.fine() * z
            let i = 0
            while (i < size - 1 && at >= rates[i]) at -= rates[i++]
            flips.turn(a, i)
            accepted++
          }
        }
        return [size * y, accepted]
      },
    }
  },
}
