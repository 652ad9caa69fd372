import { linear, relu } from '@gardner/activations'
import { franzParisi, kStepRsb, largeDeviation } from '@gardner/ansatze'
import { capacity, complete, curve, entropy, machine, type Problem, problem } from '@gardner/core'
import { binary, spherical } from '@gardner/weights'

/** d = 0.01, 0.02, …, 0.40 from a typical solution; 0.009, …, 0.36 of replicas, which are nearer to each other than typical ones. */
const FROM_TYPICAL = Array.from({ length: 40 }, (_, i) => (i + 1) / 100)
const OF_REPLICAS = Array.from({ length: 40 }, (_, i) => (9 * (i + 1)) / 1000)

/** What is timed beyond replica symmetry: its name in scipy_ansatze.py, and a run that gives its values and claimed errors. */
interface Beyond {
  readonly counterpart: string
  /** The points of a curve, 1 of a capacity: scipy_ansatze.py may have timed only one of them. */
  readonly points: number
  run(): readonly { readonly at: number; readonly value: number; readonly error: number }[]
}

const threshold = (steps: number): Beyond => {
  const tree = machine({ activation: relu, weights: spherical })
  const ansatz = kStepRsb({ steps })
  return {
    counterpart: `capacity-${steps}rsb`,
    points: 1,
    run: () => {
      const { value, error } = complete(capacity(tree, ansatz))
      return [{ at: 0, value, error }]
    },
  }
}

const line = (
  counterpart: string,
  tree: Problem,
  ansatz: ReturnType<typeof franzParisi> | ReturnType<typeof largeDeviation>,
  distance: readonly number[],
): Beyond => ({
  counterpart,
  points: distance.length,
  run: () =>
    // biome-ignore lint/suspicious/noExplicitAny: either order parameters
    complete(curve(tree, ansatz as any, { distance, quantities: [entropy] })).map(({ parameter, values }) => ({
      at: parameter,
      ...values.entropy,
    })),
})

const perceptron = problem({ activation: linear, weights: binary, alpha: 0.5 })
const committee = problem({ activation: relu, weights: binary, alpha: 0.5 })

/** Each with its error estimates. */
export const beyond: Readonly<Record<string, Beyond>> = {
  'capacity of 1 step, spherical relu': threshold(1),
  'capacity of 2 steps, spherical relu': threshold(2),
  'Franz–Parisi, 40 distances, binary perceptron': line(
    'franz-parisi',
    perceptron,
    franzParisi({ distance: 0.1 }),
    FROM_TYPICAL,
  ),
  'local entropy, y = 10, 40 distances, binary relu': line(
    'local-entropy-10',
    committee,
    largeDeviation({ replicas: 10, distance: 0.1 }),
    OF_REPLICAS,
  ),
  'local entropy, y = ∞, 40 distances, binary relu': line(
    'local-entropy-inf',
    committee,
    largeDeviation({ replicas: Number.POSITIVE_INFINITY, distance: 0.1 }),
    OF_REPLICAS,
  ),
}
