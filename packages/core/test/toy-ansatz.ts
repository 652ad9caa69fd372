import { linear } from '@gardner/activations'
import { type Ansatz, crossing, machine, type Problem, type SaddleState } from '@gardner/core'
import { spherical } from '@gardner/weights'

// An interface would have no implicit index signature.
export type Toy = { readonly q: number; readonly gap: number }

export interface ToyOptions {
  readonly name?: string
  /** The load at which the overlap is q: the branch. */
  readonly load?: (q: number) => number
  readonly entropy?: (q: number, alpha: number) => number
  readonly replicon?: (q: number, alpha: number) => number
  /** What the rule of this step gets wrong of the load. */
  readonly wrong?: (step: number) => number
  readonly absent?: (reason: string) => string | undefined
}

/** An ansatz of one unknown, the overlap itself, whose branch is given: every answer is known. */
export function toyAnsatz({
  name = 'toy',
  load = (q) => q / (1 - q),
  entropy = (_, alpha) => 1 - alpha,
  replicon = (q) => 1 - 2 * q,
  wrong = () => 0,
  absent,
}: ToyOptions = {}): Ansatz<Toy> {
  const toy: Ansatz<Toy> = {
    name,
    saddlePoint: (_, step) => {
      const residual = ([q]: readonly number[], alpha: number) => [
        q >= 0 && q < 1 ? load(q) + wrong(step) - alpha : Number.NaN,
      ]
      return {
        unknowns: ['q'],
        residual,
        update: (x, alpha) => [x[0] - 0.1 * residual(x, alpha)[0]],
        origin: () => ({ hold: 'alpha', x: [0.01], alpha: 0.01 }),
        end: ([q]) => (q > 0.999 ? 'the branch ends: the overlap reaches 1' : undefined),
        state: ([q], alpha): SaddleState<Toy> => ({
          alpha,
          at: { q, gap: 1 - q },
          freeEntropy: entropy(q, alpha) + alpha * wrong(step),
          entropy: entropy(q, alpha),
          energy: -1,
          replicon: replicon(q, alpha),
          branch: name,
        }),
      }
    },
    critical: {
      capacity: {
        search: (problem) =>
          crossing(problem, toy, { name: 'capacity', condition: (state) => state.entropy, branchOf: Infinity }),
      },
      instability: {
        search: (problem) =>
          crossing(problem, toy, {
            name: 'instability',
            condition: (state) => state.replicon,
            branchOf: Infinity,
            ...(absent === undefined ? {} : { absent }),
            remark: ({ entropy }) => (entropy < 0 ? { reason: 'beyond the capacity' } : {}),
          }),
      },
    },
  }
  return toy
}

/** The machine of the tests, and the problem at some load. */
export const toyMachine = machine({ activation: linear, weights: spherical })
export const toyProblem = (alpha: number): Problem => toyMachine.at({ alpha })
