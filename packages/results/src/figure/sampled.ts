import type { Point } from '@gardner/viz'
import type { Document, Histogram } from '../reading/document.js'
import { type Fields, numberIn } from '../reading/records.js'
import { attributesOf } from './attributes.js'
import type { Curve, Part } from './part.js'
import { pointsOf, rowSeries } from './theory.js'

/** Traces of chains, and where the patterns lay. */
export const sampleParts = (document: Document): readonly Part[] => [
  ...traceParts(document),
  ...(document.histogram === undefined ? [] : [histogramPart(document.histogram)]),
]

/** What is drawn of traces, from the top down. */
const traced = ['errors', 'energy', 'overlap'] as const

/** More points than these are not to be seen beside each other. */
const MOST_POINTS = 500

/** Long traces as means over blocks of sweeps. */
function blocks(points: readonly Point[]): Pick<Curve, 'points' | 'block'> {
  const block = Math.ceil(points.length / MOST_POINTS)
  if (block === 1) return { points }
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const starts = Array.from({ length: Math.ceil(points.length / block) }, (_, i) =>
    points.slice(i * block, (i + 1) * block),
  )
  return { points: starts.map((own) => ({ x: mean(own.map(({ x }) => x)), y: mean(own.map(({ y }) => y)) })), block }
}

/** What changes along the chains; the energy is left out where it is the number of errors. */
export function traceParts({ records }: Document): readonly Part[] {
  const shown = traced.filter((name) => {
    const values = new Set(records.map((record) => numberIn(record, name)).filter(Number.isFinite))
    return values.size > 1 && (name !== 'energy' || records.some(({ energy, errors }) => energy !== errors))
  })
  const seeds = [...new Set(records.map(({ seed }) => seed))]
  const curves = shown.flatMap((name) =>
    seeds.flatMap((seed) =>
      rowSeries(records.filter((record) => record.seed === seed)).map(
        ({ attributes, records }): Curve => ({
          attributes,
          own: seeds.length > 1 ? `seed ${seed}` : '',
          panel: name,
          ...blocks(pointsOf(records, 'sweep', name)),
        }),
      ),
    ),
  )
  return curves.length === 0 ? [] : [{ key: 'trace', curves }]
}

/** As many bins as the values are worth. */
const [FEWEST, MOST] = [16, 80]

function histogramPart({ fields, from, width, counts, total, density }: Histogram): Part {
  const filled = counts.flatMap((count, i) => (count > 0 ? [i] : []))
  const [first, last] = [filled[0] ?? 0, filled[filled.length - 1] ?? 0]
  const wanted = Math.min(MOST, Math.max(FEWEST, Math.sqrt(total)))
  // what has errors already stays as it is
  const merged = density === undefined ? Math.max(1, Math.round((last - first + 1) / wanted)) : 1
  const points = []
  for (let i = first; i <= last; i += merged) {
    const own = density?.[i]
    const count = counts.slice(i, i + merged).reduce((sum, one) => sum + one, 0)
    points.push({
      x: from + (i + 0.5 * merged) * width,
      y: own?.value ?? count / (total * merged * width),
      ...(typeof own?.error === 'number' ? { error: own.error } : {}),
    })
  }
  const margin = numberIn(fields, 'margin')
  const curve = {
    mark: 'steps' as const,
    width: merged * width,
    points,
    ...(Number.isFinite(margin) ? { margin } : {}),
  }
  return { key: 'stabilities', curves: total === 0 ? [] : [{ attributes: attributesOf(fields), ...curve }] }
}

/** Shares of solved instances with their intervals. */
export const successParts = ({ records }: Document): readonly Part[] => [
  {
    key: 'success',
    curves: rowSeries(records, 'alpha').map(
      ({ attributes, records }): Curve => ({
        attributes,
        mark: 'points',
        points: records.map((record) => ({
          x: numberIn(record, 'alpha'),
          y: numberIn(record, 'probability'),
          ...interval(record),
        })),
      }),
    ),
  },
]

const interval = (record: Fields) => {
  const [low, high] = [numberIn(record, 'low'), numberIn(record, 'high')]
  return Number.isFinite(low) && Number.isFinite(high) ? { low, high } : {}
}

/** Wrong outputs of the replicas and of their barycentre. */
export function robustnessParts({ records }: Document): readonly Part[] {
  const who = ['replicas', 'barycentre'] as const
  // in a study each has rows of its own
  const studied = records.some((record) => record.who !== undefined)
  const curves = who.flatMap((own): Curve[] => {
    const chosen = studied ? records.filter((record) => record.who === own) : records
    const [x, y] = studied ? ['flipped', 'wrong'] : ['flips', own]
    // else replicas are a probability, and without a machine the method is that of the measurement
    const machines = chosen.map((record) => {
      const { replicas, method, ...machine } = record
      return { record, machine: studied || record.activation === undefined ? machine : { ...machine, method } }
    })
    return rowSeries(machines.map(({ machine }) => machine)).map(({ attributes }) => {
      const of = machines.filter(({ machine }) => JSON.stringify(attributesOf(machine)) === JSON.stringify(attributes))
      const points = pointsOf(
        of.map(({ record }) => record),
        x,
        y,
      )
      return { attributes, own, mark: 'points' as const, points }
    })
  })
  return [{ key: 'robustness', curves }]
}
