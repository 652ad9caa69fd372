import {
  activationShape,
  entropyCurve,
  type Figure,
  franzParisi,
  kernelCurve,
  localEntropy,
  type Point,
  stabilityDistribution,
} from '@gardner/viz'
import type { Curve } from '../engine/engine.js'
import type { Answer } from '../state/answer.js'
import type { Card } from '../state/card.js'
import { entropyCommand, franzParisiCommand, localEntropyCommand, stabilitiesCommand } from '../state/command.js'
import type { Explorer } from '../state/explorer.js'
import { pointsOf, type Shown, shownCurves } from './shown.js'

/** An entropy of the sphere falls without end: below this nothing is to be learnt from it. */
const FLOOR = -3

export const entropyFigure = (explorer: Explorer): Shown => {
  const shown = shownCurves(explorer, {
    answerOf: (card) => card.entropy.value,
    figure: (series) => {
      const low = Math.min(...series.flatMap(({ points }) => points.map(({ y }) => y)).filter(Number.isFinite))
      return entropyCurve(series, {
        x: { from: 0, to: explorer.span.value },
        ...(low < FLOOR ? { y: { from: FLOOR } } : {}),
      })
    },
    command: ({ machine }, loads) => entropyCommand(machine, loads),
  })
  const beyond = explorer.cards.value.flatMap((card, i) => {
    const rs = card.thresholds.value.value?.capacity.rs
    if (rs === undefined || !(explorer.alpha.value > rs.value)) return []
    return [{ machine: explorer.names.value[i], text: `α = ${explorer.alpha.value} is beyond its capacity (RS)` }]
  })
  return { ...shown, remarks: [...shown.remarks, ...beyond] }
}

export const franzParisiFigure = (explorer: Explorer): Shown =>
  shownCurves(explorer, {
    answerOf: (card) => card.franzParisi.value,
    figure: (series) => franzParisi(series, { x: { from: 0, to: 0.5 }, remark: `Here α = ${explorer.alpha.value}.` }),
    command: ({ machine, alpha }, distances) => franzParisiCommand(machine, alpha, distances),
  })

export const localEntropyFigure = (explorer: Explorer): Shown =>
  shownCurves(explorer, {
    answerOf: (card) => card.localEntropy.value,
    points: normalised,
    figure: (series) =>
      localEntropy(series, {
        x: { from: 0 },
        remark: `Here α = ${explorer.alpha.value}, y → ∞.`,
      }),
    command: ({ machine, alpha }, distances) => localEntropyCommand(machine, alpha, distances),
  })

export const stabilitiesFigure = (explorer: Explorer): Shown => {
  const margins = [...new Set(explorer.cards.value.map((card) => card.machine.value.margin))]
  const dense = explorer.solutions.value === 'dense'
  return shownCurves(explorer, {
    answerOf: (card) => card.stabilities.value,
    figure: (series) =>
      stabilityDistribution(series, {
        ...(margins.length === 1 ? { margin: margins[0] } : {}),
        y: { from: 0 },
        remark: `Here α = ${explorer.alpha.value}, ${dense ? `in a dense region of y → ∞ replicas at d = ${explorer.distance.value}` : 'of typical solutions'}.`,
      }),
    command: ({ machine, alpha, dense }, at) => stabilitiesCommand(machine, alpha, dense, at),
  })
}

export const activationFigure = (explorer: Explorer): Shown =>
  shownCurves(explorer, {
    answerOf: (card) => part(card, 'g'),
    points: (curve) => broken(pointsOf(curve)),
    figure: (series) => activationShape(series, { groups: 'machine' }),
  })

export const kernelFigure = (explorer: Explorer): Shown =>
  shownCurves(explorer, {
    answerOf: (card) => part(card, 'kernel'),
    figure: (series): Figure =>
      kernelCurve(series, {
        groups: 'machine',
        remark: 'Here it is divided by C(1).',
        x: { from: 0, to: 1 },
        y: { from: 0 },
      }),
  })

/** Less what there is without patterns at the same distance. */
const normalised = (curve: Curve): readonly Point[] =>
  pointsOf(curve).map((point, i) => ({ ...point, y: point.y - (curve.points[i].bound ?? Number.NaN) }))

/** A part of the shape of a machine, as an answer of its own; its warnings are told where there is nothing else. */
function part(card: Card, name: 'g' | 'kernel'): Answer<unknown, Curve> {
  const { value, ...answer } = card.shape.value
  return value === undefined ? answer : { ...answer, value: value[name] }
}

/** A jump is two points at the same u: the line is broken between them. */
const broken = (points: readonly Point[]): readonly Point[] =>
  points.flatMap((point, i) =>
    i > 0 && points[i - 1].x === point.x ? [{ x: point.x, y: Number.NaN }, point] : [point],
  )
