import { invalid, rampAt } from '@gardner/core'
import { flipsOf, randomWeights } from '@gardner/machines'
import { needAlone, needBinary } from './binary.js'
import type { Dynamics } from './chain.js'
import { interactionOf } from './coupling.js'

/**
 * Parallel tempering (exchange Monte Carlo; K. Hukushima, K. Nemoto, J. Phys. Soc. Jpn. 65, 1604, 1996): one replica at each of y
 * inverse temperatures, evenly from the lowest to the highest of a stage's `beta: [lowest, highest]`. After each sweep neighbours are
 * exchanged with min(1, e^{(β_{r+1} − β_r)(E_{r+1} − E_r)}), even pairs after even sweeps and odd after odd. The last replica is the
 * coldest; it is the one that is measured.
 */
export const temperingDynamics: Dynamics = {
  name: 'tempering',
  check: (instance, schedule) => {
    needBinary('tempering', instance)
    needAlone('tempering', schedule)
    for (const [i, { beta }] of schedule.stages.entries()) {
      if (typeof beta === 'number' || beta[0] <= beta[1]) continue
      throw invalid(`beta of stage ${i + 1}`, beta, 'the lowest and then the highest of the ladder')
    }
  },
  draw: randomWeights,
  mover: (instance, cost, y, weights) => {
    const flips = flipsOf(instance, y, cost)
    const { size } = flips
    for (let a = 0; a < y; a++) flips.load(a, weights.subarray(a * size, (a + 1) * size))
    /** The replica at each temperature: exchanging temperatures costs less than exchanging weights. */
    const at = Array.from({ length: y }, (_, a) => a)
    return {
      sweepNs: flips.proposalNs * size * y,
      energy: (r) => flips.energy(at[r]),
      errors: (r) => flips.errors(at[r]),
      stabilities: (r) => flips.stabilities(at[r]),
      weights: (r) => flips.weights(at[r]),
      memory: () => new Float64Array(0),
      measured: [y - 1],
      beta: ({ stage }) => rampAt(stage.beta, 1),
      sweep: ({ stage, sweep }, _gamma, random) => {
        const beta = (r: number) => rampAt(stage.beta, y === 1 ? 1 : r / (y - 1))
        const alone = interactionOf('pairs', 0, 1)
        let accepted = 0
        for (let r = 0; r < y; r++) {
          flips.prepare(beta(r), alone)
          flips.refresh?.(at[r])
          accepted += flips.metropolis(at[r], size, random)
        }
        for (let r = sweep % 2; r + 1 < y; r += 2) {
          const gain = (beta(r + 1) - beta(r)) * (flips.energy(at[r + 1]) - flips.energy(at[r]))
          if (random.fine() < Math.exp(gain)) [at[r], at[r + 1]] = [at[r + 1], at[r]]
        }
        return [size * y, accepted]
      },
    }
  },
}
