// A user of the packed packages in TypeScript: the types must say what is there and what is not.
import { leakyRelu } from '@gardner/activations'
import { type Rs, rs } from '@gardner/ansatze'
import {
  type CurvePoint,
  capacity,
  complete,
  curve,
  defineQuantity,
  type Estimate,
  entropy,
  isSolved,
  machine,
  points,
  run,
  type Solution,
  saddlePoint,
  type Threshold,
} from '@gardner/core'
import { type Law, weightsLaws } from '@gardner/core/testing'
import { entropyCurve, type Figure, type Series } from '@gardner/viz'
import { discrete } from '@gardner/weights'
import { lastValueFrom, toArray } from 'rxjs'

const committee = machine({
  activation: leakyRelu({ slope: 0.1 }),
  weights: discrete({ levels: [-1, 0, 1] }),
  margin: 0.1,
})
const threshold: Threshold<Rs> = complete(capacity(committee, rs))
const q: number = threshold.at.q

const distance = defineQuantity<Rs>('distance', ({ at }) => at.gap / 2)
const found: CurvePoint<Rs>[] = await lastValueFrom(
  run(curve(committee, rs, { alpha: [0.1, 0.2], quantities: [entropy, distance] })).pipe(points(), toArray()),
)
const last: Estimate | undefined = found[1]?.values.distance
if (last === undefined) throw new Error('the curve lacks a point')

const event = await lastValueFrom(run(saddlePoint(committee.at({ alpha: 0.2 }), rs)))
if (event.kind !== 'done' || !isSolved(event.result)) throw new Error('not solved')
const solution: Solution<Rs> = event.result

// @ts-expect-error RS has no q1
if (threshold.at.q1 !== undefined) throw new Error('an order parameter from nowhere')

const refused = [
  // @ts-expect-error an activation is a value, not its name
  () => machine({ activation: 'relu', weights: committee.weights }),
  // @ts-expect-error there is no such option
  () => machine({ activation: committee.activation, weights: committee.weights, kappa: 0 }),
]
for (const work of refused) {
  try {
    work()
  } catch {
    continue
  }
  throw new Error('a bad problem was made')
}

const laws: Law[] = weightsLaws(committee.weights)
for (const law of laws) law.verify()
if (!(Math.abs(last.value - solution.measure(distance).value) <= 1e-10))
  throw new Error('the curve disagrees with the solve')
console.log(threshold.value, q, solution.entropy.value)

const series: readonly Series[] = [
  {
    group: 'annealed',
    points: [
      { x: 0.2, y: 0.55, error: 1e-3 },
      { x: 0.4, y: 0.42 },
    ],
  },
]
const figure: Figure = entropyCurve(series)
if (figure.rows.length !== 2) throw new Error('a figure holds the points it was given')
