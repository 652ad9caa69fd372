import { type Instance, invalid, run, type Schedule, wholeNumber } from '@gardner/core'
import { counted, densityOf, errorsAt, fieldsOf, instance, meanOverlap } from '@gardner/machines'
import { anneal, type ChainState, replicated, sphere } from '@gardner/samplers'
import { concatMap, defer, EMPTY, type Observable, of, takeWhile } from 'rxjs'
import type { Live, LiveOptions } from '../engine/engine.js'
import { problemOf } from '../engine/named-problem.js'
import { thinned } from '../engine/thinned.js'

/** Milliseconds from one snapshot to the next, and the share of the time that they may take. */
const PERIOD_MS = 100
const SHARE = 0.1

/** More would not be seen. */
const MOST_ENTRIES = 400

/** What a page can hold and draw. */
const MOST = { inputs: 5000, replicas: 50, sweeps: 1e7 }

/** A machine of finite size as it learns. */
export const live = (options: LiveOptions): Observable<Live> =>
  defer(() => {
    const made = machineOf(options)
    const kappa = made.problem.constraint.parameters.margin
    const replicas = within('replicas', options.replicas)
    const { sampler, schedule } = training(options, made, replicas, within('sweeps', options.sweeps))
    const traced = thinned<readonly [sweep: number, errors: number, overlap: number]>(MOST_ENTRIES)
    // how many patterns are not stored, of each replica; where that is the energy it need not be counted
    const isCounted = sampler !== sphere
    // a deficit is 0 at κ as well, which may be an error
    const isSolved = ({ energy, weights }: ChainState): boolean =>
      energy.every((of) => of === 0) &&
      (isCounted ||
        replicasOf({ weights }, made.size).every(
          (of) => errorsAt(fieldsOf(made, of).stabilities, kappa, made.ties) === 0,
        ))
    let next = Number.NEGATIVE_INFINITY

    const snapshot = (state: ChainState, done: boolean): Live => {
      const all = replicasOf(state, made.size)
      const stabilities = all.map((weights) => fieldsOf(made, weights).stabilities)
      const errors = stabilities.map((of) => errorsAt(of, kappa, made.ties))
      const overlap = overlapOf(all)
      // the last step is reported once more at the end
      if (traced.entries[traced.entries.length - 1]?.[0] !== state.sweep) {
        traced.add([state.sweep, mean(errors), overlap], done)
      }
      // bins of which κ is an edge, and which a lattice of stabilities does not beat with
      const empty = state.record.histogram
      const density = densityOf(stabilities.reduce((bins, of) => counted(bins, of), empty)).map(({ value }) => value)
      const trace = traced.entries
      return {
        sweep: state.sweep,
        sweeps: state.sweeps,
        errors,
        patterns: made.patterns.count,
        overlap,
        beta: state.beta,
        gamma: state.gamma,
        histogram: { from: empty.from, width: empty.width, density },
        trace: {
          sweep: trace.map(([sweep]) => sweep),
          errors: trace.map(([, of]) => of),
          overlap: trace.map(([, , of]) => of),
        },
        chain: { sampler: sampler.name, schedule },
        done,
        ...(done ? { verdict: errors.every((count) => count === 0) ? 'solved' : 'unsolved' } : {}),
      }
    }

    return run(sampler.iterate(made, { seed: options.seed, schedule }), { maxSteps: Number.MAX_SAFE_INTEGER }).pipe(
      concatMap(({ kind, state }) => {
        const begin = performance.now()
        // apart they need not all have come to their end, together they go on to be gathered
        const solved = options.method === 'anneal' && isSolved(state)
        const done = kind === 'done' || solved
        if (!done && begin < next) {
          if (isCounted) traced.add([state.sweep, mean(state.energy), overlapOf(replicasOf(state, made.size))])
          return EMPTY
        }
        const shown = snapshot(state, done)
        const end = performance.now()
        next = end + Math.max(PERIOD_MS, (end - begin) / SHARE)
        return of(shown)
      }),
      takeWhile(({ done }) => !done, true),
    )
  })

function machineOf({ machine, units, inputs, alpha, seed }: LiveOptions): Instance {
  if (machine.architecture === 'perceptron' && units !== 1) throw invalid('units', units, '1, as a perceptron has')
  return instance({ problem: problemOf(machine).at({ alpha }), units, inputs: within('inputs', inputs), seed })
}

function within(name: keyof typeof MOST, given: number): number {
  const value = wholeNumber(name, given, 1)
  if (value > MOST[name]) throw invalid(name, value, `at most ${MOST[name]}`)
  return value
}

/** What moves the weights, and how they are cooled. */
function training({ method }: LiveOptions, { problem, patterns }: Instance, replicas: number, sweeps: number) {
  const part = (share: number) => Math.max(1, Math.round(share * sweeps))
  const gathered = method === 'replicated'
  const stages: Schedule['stages'] =
    problem.weights.kind === 'sphere'
      ? [
          { sweeps: part(0.2), beta: [1, 10], replicas, ...(gathered ? { gamma: [0.8, 1.8] } : {}) },
          // at β some P/β patterns are still short of κ by 1/β
          { sweeps: part(0.8), beta: [10, 10 + 4 * patterns.count] },
        ]
      : [
          gathered
            ? { sweeps: part(0.7), beta: [0.8, 4], gamma: [0.8, 1.8], replicas }
            : { sweeps: part(0.7), beta: [0.5, 4], replicas },
          // all replicas are to be without errors at the same time
          { sweeps: part(0.3), beta: [4, 10] },
        ]
  return {
    sampler: problem.weights.kind === 'sphere' ? sphere : gathered ? replicated() : anneal,
    schedule: { stages: stages.map((stage) => ({ ...stage, measure: false })) },
  }
}

const replicasOf = ({ weights }: Pick<ChainState, 'weights'>, size: number): readonly Float64Array[] =>
  Array.from({ length: weights.length / size }, (_, a) => weights.subarray(a * size, (a + 1) * size))

const overlapOf = (replicas: readonly Float64Array[]): number =>
  replicas.length === 1 ? Number.NaN : meanOverlap(replicas)

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
