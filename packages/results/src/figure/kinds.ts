import {
  type Capacity,
  type Chain,
  capacities,
  chartFigure,
  entropyCurve,
  type Figure,
  type FigureOptions,
  franzParisi,
  localEntropy,
  minimumDistance,
  orderParameters,
  phaseDiagram,
  robustness,
  type Series,
  stabilityDistribution,
  success,
  type TraceQuantity,
  trace,
} from '@gardner/viz'
import { entry } from '../entry.js'
import { meaningOf, symbolOf } from '../symbol.js'
import { inOrder } from './loads.js'
import type { Curve, Key } from './part.js'

/** A curve with what it is called beside the others. */
export interface Labelled extends Curve {
  readonly group: string
  readonly kind: string
}

interface Kind {
  /** What is seen, for messages: `the entropy against the load`. */
  readonly what: string
  draw(curves: readonly Labelled[], options: FigureOptions): Figure
}

const series = (curves: readonly Labelled[]): readonly Series[] =>
  curves.map(({ group, kind, panel, mark, width, points }) => ({
    group,
    kind,
    points,
    ...(panel === undefined ? {} : { panel }),
    ...(mark === undefined ? {} : { mark }),
    ...(width === undefined ? {} : { width }),
  }))

const plain =
  (draw: (series: readonly Series[], options: FigureOptions) => Figure) =>
  (curves: readonly Labelled[], options: FigureOptions): Figure =>
    draw(series(curves), options)

/** Solutions of weights that are counted: where their entropy is negative there are none. */
const counted = (curves: readonly Labelled[]): readonly Series[] =>
  series(curves).map((one, i) =>
    /^(binary|ternary|discrete)\b/.test(curves[i].attributes.weights ?? '') ? { ...one, least: 0 } : one,
  )

const axes = {
  alpha: { name: 'alpha', title: 'load α = P/N' },
  margin: { name: 'margin', title: 'margin κ' },
  distance: { name: 'distance', title: 'distance d' },
} as const

/** Several quantities of their own scales, below each other. */
const stacked =
  (known?: keyof typeof axes) =>
  (curves: readonly Labelled[], { remark, rules: _, notes: __, x: ___, y: ____, ...words }: FigureOptions): Figure => {
    const panels = [...new Set(curves.flatMap(({ panel }) => panel ?? []))]
    const meanings = panels.flatMap((panel) =>
      entry(quantityOf, panel) === undefined ? [] : [`${panel}: ${quantityOf[panel]}.`],
    )
    const one = panels.length === 1
    const along = known ?? curves[0]?.parameter ?? 'parameter'
    const parameter = known === undefined ? `parameter ${along}` : known === 'alpha' ? 'load' : known
    return chartFigure({
      name: `along-${along}`,
      title: `Quantities along the ${parameter}`,
      caption: [...meanings, ...(remark === undefined ? [] : [remark])].join(' '),
      description: `Quantities against the ${parameter}.`,
      x: known === undefined ? { name: along, title: along } : axes[known],
      y: { name: 'value', title: one ? panels[0] : 'value' },
      groups: 'machine',
      kinds: 'ansatz',
      panels: 'quantity',
      stacked: true,
      ...words,
      series: series(curves).map(({ panel, ...rest }) => (one || panel === undefined ? rest : { panel, ...rest })),
    })
  }

/** What was measured along each chain, of the curves of its quantities. */
function chainsOf(curves: readonly Labelled[]): readonly Chain[] {
  const chains = new Map<string, Record<string, readonly number[]>>()
  const one = new Set(curves.map(({ group }) => group)).size === 1
  for (const { group, kind, panel = '', points } of curves) {
    const name = [...(one && kind !== '' ? [] : [group]), kind].filter(Boolean).join(', ')
    const known = chains.get(name) ?? { sweep: points.map(({ x }) => x) }
    chains.set(name, { ...known, [panel]: points.map(({ y }) => y) })
  }
  return [...chains].map(([group, trace]) => ({ group, trace: trace as unknown as Chain['trace'] }))
}

/** Meanings by the symbols that panels are called. */
const quantityOf: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'entropy',
    'freeEntropy',
    'energy',
    'replicon',
    'normalised',
    'slope',
    'breaking',
    'complexity',
    'capacity',
    'instability',
    ...['q', 'qhat', 'Q', 'p', 't', 'q0', 'q1', 'q2', 'q3', 'm1', 'm2', 'm3', 'gap'],
  ].map((name) => [symbolOf(name), meaningOf(name) ?? name]),
)

export const kinds: Readonly<Record<Key, Kind>> = {
  entropy: { what: 'the entropy against the load', draw: (curves, options) => entropyCurve(counted(curves), options) },
  'order-parameters': { what: 'order parameters against the load', draw: plain(orderParameters) },
  'phase-diagram': {
    what: 'critical loads against the margin',
    draw: (curves, options) =>
      phaseDiagram(
        curves.map((curve) => ({
          ...series([curve])[0],
          // what is told apart by its name is so already
          kind: [curve.kind.replace(/,? ?(capacity|instability)$/, ''), curve.own === 'capacity' ? 'α_c' : 'α_AT']
            .filter(Boolean)
            .join(', '),
          threshold: curve.own === 'capacity' ? 'capacity' : 'instability',
        })),
        options,
      ),
  },
  'franz-parisi': {
    what: 'the entropy around a typical solution against the distance',
    draw: (curves, options) => {
      const minima = curves.flatMap(({ group, minimum }) => (minimum === undefined ? [] : [[group, minimum]]))
      return franzParisi(counted(curves), { ...options, minimum: Object.fromEntries(minima) })
    },
  },
  normalised: {
    what: 'the local entropy, less that of no patterns, against the distance',
    draw: (curves, options) => localEntropy(series(curves), { ...options, quantity: 'normalised' }),
  },
  'local-entropy': {
    what: 'the local entropy against the distance',
    draw: (curves, options) => localEntropy(series(curves), { ...options, quantity: 'entropy' }),
  },
  'minimum-distance': { what: 'the smallest distance against the load', draw: plain(minimumDistance) },
  'along-alpha': { what: 'quantities against the load', draw: stacked('alpha') },
  'along-margin': { what: 'quantities against the margin', draw: stacked('margin') },
  'along-distance': { what: 'quantities against the distance', draw: stacked('distance') },
  'along-parameter': { what: 'quantities against another parameter', draw: stacked() },
  stabilities: {
    what: 'the distribution of the stabilities',
    draw: (curves, options) => {
      const margins = new Set(curves.map(({ margin }) => margin))
      const [margin] = margins
      return stabilityDistribution(series(curves), {
        ...options,
        ...(margins.size === 1 && margin !== undefined ? { margin } : {}),
      })
    },
  },
  trace: {
    what: 'Monte Carlo traces against sweeps',
    draw: (curves, options) => {
      const quantities = [...new Set(curves.map(({ panel }) => panel as TraceQuantity))]
      const most = Math.max(...curves.map(({ block = 1 }) => block))
      const remark = most === 1 ? {} : { remark: `A point is the mean of ${most} measurements that follow each other.` }
      return trace(chainsOf(curves), { ...remark, ...options, quantities })
    },
  },
  success: { what: 'the share of solved instances against the load', draw: plain(success) },
  robustness: { what: 'wrong outputs against flipped inputs', draw: plain(robustness) },
  capacities: {
    what: 'critical loads',
    draw: (curves, { name, title, remark }) => {
      const margins = new Set(curves.map(({ attributes }) => attributes.margin))
      const [margin = ''] = margins
      const several = margins.size > 1
      return capacities(
        inOrder(curves).map(
          ({ attributes, own = '', points: [{ y, error }] }): Capacity => ({
            activation: [attributes.activation, ...(several ? [attributes.margin] : [])].filter(Boolean).join(', '),
            weights: attributes.weights ?? 'any',
            ansatz: own,
            value: y,
            ...(error === undefined ? {} : { error }),
          }),
        ),
        {
          title: title ?? (several || margin === '' ? 'Critical loads' : `Critical loads at ${margin}`),
          ...(name === undefined ? {} : { name }),
          ...(remark === undefined ? {} : { remark }),
        },
      )
    },
  },
}
