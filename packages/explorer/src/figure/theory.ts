import {
  activationShape,
  entropyCurve,
  franzParisi,
  kernelCurve,
  localEntropy,
  type Point,
  stabilityDistribution,
} from '@gardner/viz'
import type { Curve, Shape } from '../engine/engine.js'
import type { Card, Loaded } from '../state/card.js'
import { entropyCommand, franzParisiCommand, localEntropyCommand, stabilitiesCommand } from '../state/command.js'
import type { Explorer } from '../state/explorer.js'
import { pointsOf, type Remark, type Shown, shownCurves } from './shown.js'

/** An entropy of the sphere falls without end: below this nothing is to be learnt from it. */
const FLOOR = -3

const itself = (curve: Curve): Curve => curve

export const entropyFigure = (explorer: Explorer): Shown =>
  shownCurves(explorer, {
    asked: ({ entropy }) => entropy,
    curve: itself,
    figure: (series) => {
      const low = Math.min(...series.flatMap(({ points }) => points.map(({ y }) => y)).filter(Number.isFinite))
      return entropyCurve(series, {
        x: { from: 0, to: explorer.span.value },
        ...(low < FLOOR ? { y: { from: FLOOR } } : {}),
      })
    },
    remarks: () => beyond(explorer),
    command: entropyCommand,
  })

/** Beyond a capacity there are no solutions, also where the equations still have one. */
const beyond = (explorer: Explorer): readonly Remark[] =>
  explorer.cards.value.flatMap((card, i) => {
    const rs = card.thresholds.known.value?.value.capacity.rs
    if (rs === undefined || !(explorer.alpha.value > rs.value)) return []
    const text = `α = ${explorer.alpha.value} is beyond its capacity: there are no solutions, only the formulas go on`
    return [{ machine: explorer.names.value[i], text }]
  })

/** The load that curves were computed at, which is not yet the one that is asked for while that is dragged. */
const loadOf = (questions: readonly (Loaded | undefined)[]): string =>
  `Here α = ${[...new Set(questions.flatMap((one) => one?.alpha ?? []))].join(' and ')}`

export const franzParisiFigure = (explorer: Explorer): Shown =>
  shownCurves(explorer, {
    asked: ({ franzParisi }) => franzParisi,
    curve: itself,
    figure: (series, questions) => franzParisi(series, { x: { from: 0, to: 0.5 }, remark: `${loadOf(questions)}.` }),
    remarks: () => beyond(explorer),
    command: ({ machine, alpha }, distances) => franzParisiCommand(machine, alpha, distances),
  })

export const localEntropyFigure = (explorer: Explorer): Shown =>
  shownCurves(explorer, {
    asked: ({ localEntropy }) => localEntropy,
    curve: itself,
    points: normalised,
    figure: (series, questions) => localEntropy(series, { x: { from: 0 }, remark: `${loadOf(questions)} and y → ∞.` }),
    remarks: () => beyond(explorer),
    command: ({ machine, alpha }, distances) => localEntropyCommand(machine, alpha, distances),
  })

/** Less what there is without patterns at the same distance. */
function normalised(curve: Curve): readonly Point[] {
  return pointsOf(curve).map((point, i) => ({ ...point, y: point.y - (curve.points[i].bound ?? Number.NaN) }))
}

export const stabilitiesFigure = (explorer: Explorer): Shown =>
  shownCurves(explorer, {
    asked: ({ stabilities }) => stabilities,
    curve: itself,
    figure: (series, questions) => {
      const known = questions.flatMap((one) => one ?? [])
      const margins = [...new Set(known.map(({ machine }) => machine.margin))]
      const dense = known[0]?.dense
      const whose =
        dense === undefined ? 'typical solutions' : `a dense region of y → ∞ replicas at d = ${dense.distance}`
      return stabilityDistribution(series, {
        ...(margins.length === 1 ? { margin: margins[0] } : {}),
        y: { from: 0 },
        remark: `${loadOf(questions)}, in ${whose}.`,
      })
    },
    remarks: () => beyond(explorer),
    command: ({ machine, alpha, dense }, at) => stabilitiesCommand(machine, alpha, dense, at),
  })

const shape = (card: Card) => card.shape

export const activationFigure = (explorer: Explorer): Shown =>
  shownCurves(explorer, {
    asked: shape,
    curve: ({ g }: Shape) => g,
    points: (curve) => broken(pointsOf(curve)),
    figure: (series) => activationShape(series, { groups: 'machine' }),
  })

export const kernelFigure = (explorer: Explorer): Shown =>
  shownCurves(explorer, {
    asked: shape,
    curve: ({ kernel }: Shape) => kernel,
    figure: (series) =>
      kernelCurve(series, {
        groups: 'machine',
        remark: 'Here it is divided by C(1).',
        x: { from: 0, to: 1 },
        y: { from: 0 },
      }),
  })

/** A jump is two points at the same u: the line is broken between them. */
const broken = (points: readonly Point[]): readonly Point[] =>
  points.flatMap((point, i) =>
    i > 0 && points[i - 1].x === point.x ? [{ x: point.x, y: Number.NaN }, point] : [point],
  )
