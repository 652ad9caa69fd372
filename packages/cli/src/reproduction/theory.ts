import { largeDeviation, stabilities } from '@gardner/ansatze'
import { defineActivation, type Problem, problem, type RunOptions, solved } from '@gardner/core'
import { ACTIVATION, WEIGHTS } from '@gardner/core/registry'
import { fanKernel, type Measurement } from '@gardner/samplers'
import { defer, type Observable } from 'rxjs'
import { catalogueOf } from '../simulation/machine.js'

/** Replicas of a dense region, and where their P(Δ) is asked for. */
export interface TheoryInput {
  readonly activation: string
  readonly alpha: number
  readonly margin: number
  /** Inputs of a unit, ±1; infinitely many if left out. */
  readonly fan?: number
  readonly replicas: number
  readonly distance: number
  readonly at: readonly number[]
}

/** P(Δ) there; nothing where the signal came first. */
export type TheoryEvent =
  | { readonly kind: 'done'; readonly density: readonly Measurement[]; readonly seconds: number }
  | { readonly kind: 'interrupted' }

/** P(Δ) of the replicas of machines with binary weights, as K → ∞. */
export const beside = (input: TheoryInput, { signal }: RunOptions<unknown>): Observable<TheoryEvent> =>
  defer(async (): Promise<TheoryEvent> => {
    const start = performance.now()
    if (signal?.aborted) return { kind: 'interrupted' }
    const { replicas, distance, at } = input
    const machine = await machineOf(input)
    const solution = await solved(machine, largeDeviation({ replicas, distance }))
    const density = solution.profile(stabilities(machine), at)
    return { kind: 'done', density, seconds: (performance.now() - start) / 1000 }
  })

async function machineOf({ activation: name, alpha, margin, fan }: TheoryInput): Promise<Problem> {
  const catalogue = await catalogueOf([])
  const known = catalogue.get(ACTIVATION, name)
  const activation = fan === undefined ? known : defineActivation({ ...known, kernel: fanKernel(known, fan) })
  return problem({ activation, weights: catalogue.get(WEIGHTS, 'binary'), alpha, margin })
}
