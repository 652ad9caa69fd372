// Nothing here is run: `npm run types` fails where a line marked as an error is none, or another is one.
import { linear, relu } from '@gardner/activations'
import { type Rs, rs } from '@gardner/ansatze'
import {
  type Ansatz,
  type CurvePoint,
  capacity,
  curve,
  curveNow,
  defineQuantity,
  type Estimate,
  entropy,
  isSolved,
  type OrderParameters,
  orderParameter,
  type Problem,
  problem,
  type Solution,
  solve,
  solved,
  solveNow,
  type Threshold,
} from '@gardner/core'
import { binary } from '@gardner/weights'
import { lastValueFrom, type Observable } from 'rxjs'
import { type Toy, toyAnsatz } from './toy-ansatz.js'

const machine: Problem = problem({ activation: linear, weights: binary, margin: 0, alpha: 0.5 })
const toy = toyAnsatz()

// Problems.
// @ts-expect-error no weights
problem({ activation: relu })
// @ts-expect-error an activation is a value, not a name
problem({ activation: 'relu', weights: binary })
// @ts-expect-error a mistyped option
problem({ activation: relu, weights: binary, kappa: 0 })
// @ts-expect-error null is no margin
problem({ activation: relu, weights: binary, margin: null })
// @ts-expect-error a mistyped option
machine.at({ kappa: 1 })
// @ts-expect-error problems are immutable
machine.alpha = 1

// Solutions have the order parameters of their ansatz.
const solution: Solution<Toy> = solveNow(machine, toy)
solution.at.q satisfies number
solution.errors.gap satisfies number
solution.entropy satisfies Estimate
// @ts-expect-error the toy has no q1
solution.at.q1
// @ts-expect-error nor an error of it
solution.errors.q1
// @ts-expect-error numbers come with errors
solution.entropy satisfies number
// @ts-expect-error results are immutable
solution.at.q = 0
;(await solved(machine, toy)).at.gap satisfies number
;(await capacity(machine, toy)) satisfies Threshold<Toy>
// @ts-expect-error an ansatz is a value, not a name
solveNow(machine, 'rs')
// @ts-expect-error a problem is not its options
solveNow({ activation: linear, weights: binary }, rs)
solveNow(machine, rs) satisfies Solution<Rs>
// @ts-expect-error rs has no q1
solveNow(machine, rs).at.q1

// An outcome must be asked whether it is a solution.
const last = await lastValueFrom(solve(machine, toy))
// @ts-expect-error a step has no result
last.result
if (last.kind === 'done') {
  const { result } = last
  // @ts-expect-error it may be unsolved
  result.at
  if (isSolved(result)) result.at.q satisfies number
  else result.reason satisfies string
}

// Quantities belong to an ansatz.
const distance = defineQuantity<Toy>('distance', ({ at }) => at.gap / 2)
solution.measure(distance) satisfies Estimate
solution.measure(orderParameter<Toy>('q'))
solution.measure(orderParameter('q'))
solution.measure(entropy)
// @ts-expect-error the toy has no q1
orderParameter<Toy>('q1')
// @ts-expect-error the toy has no q1
defineQuantity<Toy>('q1', ({ at }) => at.q1)
// @ts-expect-error a quantity is a number
defineQuantity<Toy>('text', ({ at }) => `${at.q}`)

// Curves infer the order parameters from the ansatz, not from the quantities.
curve(machine, toy, { alpha: [0.1], quantities: [entropy, distance] }) satisfies Observable<CurvePoint<Toy>>
curveNow(machine, toy, { alpha: [0.1] })[0].at.q satisfies number | undefined
curveNow(machine, rs, { margin: [0], thresholds: ['capacity', 'instability'] })
// @ts-expect-error a threshold has a name
curveNow(machine, rs, { margin: [0], thresholds: [1] })
// @ts-expect-error a mistyped option
curveNow(machine, rs, { alphas: [0.1] })
// @ts-expect-error the toy has no q1
curveNow(machine, toy, { alpha: [0.1] })[0].at.q1
// @ts-expect-error a quantity of another ansatz
curveNow(machine, toy, { alpha: [0.1], quantities: [defineQuantity<{ readonly m: number }>('m', ({ at }) => at.m)] })

// Ansätze of every kind fit where any will do.
const any: Ansatz = toy
solveNow(machine, any) satisfies Solution<OrderParameters>
any satisfies Ansatz
