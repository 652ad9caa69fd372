import { kStepRsb, rs } from '@gardner/ansatze'
import { type Ansatz, type Machine as CoreMachine, critical, isGardnerError } from '@gardner/core'
import { catchError, concat, defer, map, type Observable, of } from 'rxjs'
import type { Found, Thresholds } from '../engine/engine.js'
import type { Machine } from '../engine/machine.js'
import { problemOf } from '../engine/named-problem.js'
import { outcome } from '../engine/outcome.js'
import { foundOf } from '../engine/snapshot.js'

export interface ThresholdInput {
  readonly machine: Machine
  /** 0 for replica symmetry, with its instability. */
  readonly steps: 0 | 1 | 2
}

const names = ['rs', '1rsb', '2rsb'] as const

/** The capacity of an ansatz. */
export const thresholds = ({ machine, steps }: ThresholdInput): Observable<Thresholds> =>
  defer(() => {
    const problem = problemOf(machine)
    const capacity = found(problem, steps === 0 ? rs : kStepRsb({ steps }), 'capacity').pipe(
      map((value): Thresholds => ({ capacity: { [names[steps]]: value } })),
    )
    const instability = found(problem, rs, 'instability').pipe(
      map((value): Thresholds => ({ capacity: {}, instability: value })),
    )
    return steps === 0 ? concat(capacity, instability) : capacity
  })

const found = (
  problem: CoreMachine,
  // biome-ignore lint/suspicious/noExplicitAny: order parameters are not read here
  ansatz: Ansatz<any>,
  name: 'capacity' | 'instability',
): Observable<Found> =>
  outcome(() => critical(problem, ansatz, name)).pipe(
    map(foundOf),
    catchError((error: unknown) => {
      if (!isGardnerError(error) || error.code !== 'UNSUITABLE') throw error
      // on the sphere the capacity is C'(1)/…, whatever the ansatz
      const diverges =
        name === 'capacity' &&
        problem.weights.kind === 'sphere' &&
        !(problem.kernel.slope(0) < Number.POSITIVE_INFINITY)
      const [value, verdict] = diverges ? [Number.POSITIVE_INFINITY, 'absent'] : [Number.NaN, 'stalled']
      return of({ value, error: diverges ? 0 : Number.NaN, verdict, reason: error.message })
    }),
  )
