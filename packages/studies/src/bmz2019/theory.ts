import { largeDeviation, stabilities } from '@gardner/ansatze'
import { answer, defineActivation, type Problem, type ProblemSpec, type RunOptions, saddlePoint } from '@gardner/core'
import type { Catalogue } from '@gardner/core/registry'
import { fanKernel, type Measurement } from '@gardner/machines'
import { defer, type Observable } from 'rxjs'

/** Replicas of a dense region, and where their P(Δ) is asked for. */
export interface TheoryInput {
  readonly problem: ProblemSpec & { readonly margin: number }
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
export const theoryJob =
  (catalogue: () => Promise<Catalogue>) =>
  (input: TheoryInput, { signal }: RunOptions<unknown>): Observable<TheoryEvent> =>
    defer(async (): Promise<TheoryEvent> => {
      const start = performance.now()
      if (signal?.aborted) return { kind: 'interrupted' }
      const { replicas, distance, at } = input
      const machine = machineOf(await catalogue(), input)
      const solution = await answer(saddlePoint(machine, largeDeviation({ replicas, distance })))
      const density = solution.profile(stabilities(machine), at)
      return { kind: 'done', density, seconds: (performance.now() - start) / 1000 }
    })

function machineOf(catalogue: Catalogue, { problem, fan }: TheoryInput): Problem {
  const machine = catalogue.problem(problem)
  if (fan === undefined) return machine
  const { activation } = machine
  return machine.at({ activation: defineActivation({ ...activation, kernel: fanKernel(activation, fan) }) })
}
