// Nothing here is run: `npm run types` fails where a line marked as an error is none, or another is one.
import { linear, relu } from '@gardner/activations'
import { type Rs, rs } from '@gardner/ansatze'
import {
  type Ansatz,
  answer,
  type CurvePoint,
  capacity,
  complete,
  curve,
  defineQuantity,
  drive,
  type Estimate,
  entropy,
  isSolved,
  type Machine,
  machine,
  type OrderParameters,
  orderParameter,
  type Problem,
  points,
  problem,
  run,
  type Solution,
  saddlePoint,
  type Threshold,
  type Unsolved,
} from '@gardner/core'
import { binary } from '@gardner/weights'
import { lastValueFrom, type Observable } from 'rxjs'
import { type Toy, toyAnsatz } from './toy-ansatz.js'

const committee: Problem = problem({ activation: linear, weights: binary, margin: 0, alpha: 0.5 })
const toy = toyAnsatz()

// Problems.
// @ts-expect-error no weights
machine({ activation: relu })
// @ts-expect-error an activation is a value, not a name
machine({ activation: 'relu', weights: binary })
// @ts-expect-error a mistyped option
machine({ activation: relu, weights: binary, kappa: 0 })
// @ts-expect-error null is no margin
machine({ activation: relu, weights: binary, margin: null })
// @ts-expect-error a mistyped option
committee.at({ kappa: 1 })
// @ts-expect-error problems are immutable
committee.alpha = 1

// Solutions have the order parameters of their ansatz.
const solution: Solution<Toy> = complete(saddlePoint(committee, toy))
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
;(await answer(saddlePoint(committee, toy))).at.gap satisfies number
;(await answer(capacity(committee, toy))) satisfies Threshold<Toy>
// @ts-expect-error an ansatz is a value, not a name
complete(saddlePoint(committee, 'rs'))
// @ts-expect-error a problem is not its options
complete(saddlePoint({ activation: linear, weights: binary }, rs))
complete(saddlePoint(committee, rs)) satisfies Solution<Rs>
// @ts-expect-error rs has no q1
complete(saddlePoint(committee, rs)).at.q1

// An outcome must be asked whether it is a solution.
const last = await lastValueFrom(run(saddlePoint(committee, toy)))
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
run(curve(committee, toy, { alpha: [0.1], quantities: [entropy, distance] })).pipe(points()) satisfies Observable<
  CurvePoint<Toy>
>
complete(curve(committee, toy, { alpha: [0.1] }))[0].at.q satisfies number | undefined
complete(curve(committee, rs, { margin: [0], thresholds: ['capacity', 'instability'] }))
// @ts-expect-error a threshold has a name
complete(curve(committee, rs, { margin: [0], thresholds: [1] }))
// @ts-expect-error a mistyped option
complete(curve(committee, rs, { alphas: [0.1] }))
// @ts-expect-error the toy has no q1
complete(curve(committee, toy, { alpha: [0.1] }))[0].at.q1
const ofAnother = defineQuantity<{ readonly m: number }>('m', ({ at }) => at.m)
// @ts-expect-error a quantity of another ansatz
complete(curve(committee, toy, { alpha: [0.1], quantities: [ofAnother] }))

// What needs a load takes a problem, what does not takes a machine.
const loadless = machine({ activation: linear, weights: binary })
loadless satisfies Machine
loadless.at({ alpha: 0.5 }) satisfies Problem
loadless.at({ margin: 0.5 }) satisfies Machine
committee.at({ margin: 0.5 }) satisfies Problem
// @ts-expect-error a machine has no load
loadless.at({ margin: 0.5 }).alpha
// @ts-expect-error a problem has one
problem({ ...loadless })
// @ts-expect-error a machine has none
machine({ activation: linear, weights: binary, alpha: 0.5 })
// @ts-expect-error a saddle point is one at a load
saddlePoint(loadless, rs)
complete(curve(loadless, rs, { alpha: [0.1] }))
complete(curve(loadless, rs, { along: 'alpha', at: [0.1] }))
complete(curve(loadless, rs, { margin: [0.1], thresholds: ['capacity'] }))
// @ts-expect-error solutions along the margin are those at a load
complete(curve(loadless, rs, { margin: [0.1] }))
complete(curve(committee, rs, { margin: [0.1] }))

// Each verb gives what its question answers.
;(await answer(capacity(loadless, toy))) satisfies Threshold<Toy>
complete(capacity(loadless, rs)) satisfies Threshold<Rs>
complete(saddlePoint(committee, rs)) satisfies Solution<Rs>
drive(saddlePoint(committee, rs)).result satisfies Solution<Rs> | Unsolved

// Ansätze of every kind fit where any will do.
const any: Ansatz = toy
complete(saddlePoint(committee, any)) satisfies Solution<OrderParameters>
any satisfies Ansatz
