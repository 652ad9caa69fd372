import { sign } from '@gardner/activations'
import { drive, problem, type Stage } from '@gardner/core'
import { instance } from '@gardner/machines'
import { autocorrelation, reducedRejection, replicated } from '@gardner/samplers'
import { binary } from '@gardner/weights'

/** How fast a sampler of replicas forgets: of the mean overlap, with the interaction in command. */
export interface Forgetting {
  readonly by: string
  readonly overlap: number
  readonly error: number
  /** Proposals of one autocorrelation time, and milliseconds. */
  readonly moves: number
  readonly ms: number
  readonly reason?: string
}

export interface Coupled {
  readonly what: string
  readonly samplers: readonly Forgetting[]
}

/** Ten replicas of a small machine held together more and more, at rest. */
export function forgetting(quick: boolean): Coupled[] {
  const [inputs, units, y] = [5 * 31, 5, 10]
  const machine = instance({
    problem: problem({ activation: sign, weights: binary, alpha: 0.3 }),
    inputs,
    units,
    seed: 1,
  })
  return [1, 2, 3].map((gamma) => {
    const beta = 0.5
    const samplers = (
      [
        ['Metropolis', replicated(), 10],
        ['RRR', reducedRejection(), 1],
      ] as const
    ).map(([by, sampler, longer]): Forgetting => {
      const sweeps = (quick ? 2000 : 8000) * longer
      const stages: readonly Stage[] = [
        { sweeps: 1000, beta, gamma: [1, gamma], replicas: y },
        { sweeps, beta, gamma },
      ]
      // measured less often where a sweep does not go as far
      const iteration = sampler.iterate(machine, { seed: 1, schedule: { stages, every: longer } })
      const start = performance.now()
      const { result } = drive(iteration, { maxSteps: 1e9 })
      const elapsed = performance.now() - start
      const { mean, time, reason } = autocorrelation(result.trace.overlap)
      return {
        by,
        overlap: mean.value,
        error: mean.error,
        moves: time.value * longer * machine.size * y,
        ms: (time.value * longer * elapsed) / result.sweeps,
        ...(reason === undefined ? {} : { reason }),
      }
    })
    return { what: `sign, N = ${inputs}, y = ${y}, β = ${beta}, γ = ${gamma}`, samplers }
  })
}
