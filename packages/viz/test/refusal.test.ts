import { isGardnerError } from '@gardner/core'
import {
  capacities,
  entropyCurve,
  franzParisi,
  localEntropy,
  page,
  phaseDiagram,
  stabilityDistribution,
  trace,
} from '@gardner/viz'
import { png } from '@gardner/viz/node'
import { expect, test } from 'vitest'
import { examples } from './example.ts'

const points = [
  { x: 0, y: 1 },
  { x: 1, y: 0 },
]
const one = [{ group: 'ReLU', points }]
const anything = (value: unknown) => value as never

const cases: readonly (readonly [string, () => unknown, RegExp])[] = [
  ['no list', () => entropyCurve(anything({})), /invalid series of entropy: \{\}; expected a non-empty list/],
  ['no series', () => entropyCurve([]), /invalid series of entropy: \[\]/],
  ['no object', () => entropyCurve(anything([null])), /invalid series of entropy: null/],
  [
    'no group',
    () => entropyCurve(anything([{ points }])),
    /invalid group of a series of entropy: undefined; expected a text/,
  ],
  ['no points', () => entropyCurve(anything([{ group: 'ReLU' }])), /invalid points of ReLU/],
  [
    'x',
    () => entropyCurve([{ group: 'ReLU', points: [{ x: Number.NaN, y: 1 }] }]),
    /invalid x of ReLU: NaN; expected a finite number/,
  ],
  ['y', () => entropyCurve(anything([{ group: 'ReLU', points: [{ x: 1, y: '1' }] }])), /invalid y of ReLU at 1: "1"/],
  [
    'error',
    () => entropyCurve([{ group: 'ReLU', points: [{ x: 1, y: 1, error: -1 }] }]),
    /invalid error of ReLU at 1: -1/,
  ],
  [
    'interval',
    () => entropyCurve([{ group: 'ReLU', points: [{ x: 1, y: 1, low: 2, high: 3 }] }]),
    /invalid interval of ReLU at 1: \[2,3\]/,
  ],
  [
    'mark',
    () => entropyCurve(anything([{ ...one[0], mark: 'bars' }])),
    /invalid mark of ReLU: "bars"; expected one of line, points, steps/,
  ],
  ['bins', () => stabilityDistribution([{ ...one[0], mark: 'steps' }]), /invalid width of the bins of ReLU: undefined/],
  [
    'overlapping bins',
    () => stabilityDistribution([{ ...one[0], mark: 'steps', width: 2 }]),
    /invalid bin of ReLU: 1; expected centres/,
  ],
  [
    'nothing found',
    () => entropyCurve([{ group: 'ReLU', points: [{ x: 1, y: Number.NaN }] }]),
    /nothing to draw: no point of entropy/,
  ],
  [
    'some panels',
    () => entropyCurve([{ ...one[0], panel: 'a' }, ...one]),
    /either all of them name their panel or none/,
  ],
  [
    'option',
    () => entropyCurve(one, anything({ titel: 'x' })),
    /invalid option of entropy: "titel"; expected one of name, title/,
  ],
  ['extent', () => entropyCurve(one, { x: anything({ form: 1 }) }), /invalid option of x of entropy: "form"/],
  [
    'order of an axis',
    () => entropyCurve(one, { x: { from: 1, to: 0 } }),
    /invalid end of the axis of alpha: 0; expected a number above its start, 1/,
  ],
  [
    'logarithm',
    () => entropyCurve(one, { y: { scale: 'log' } }),
    /invalid value of entropy: 0; expected a positive number/,
  ],
  [
    'rule',
    () => entropyCurve(one, { rules: [{ x: 1, y: 1 }] }),
    /invalid rule of entropy: \{"x":1,"y":1\}; expected \{ x \} or \{ y \}/,
  ],
  ['minimum', () => franzParisi(one, { minimum: { ReLU: Number.NaN } }), /invalid minimum of ReLU: NaN/],
  [
    'quantity',
    () => localEntropy(one, { quantity: anything('energy') }),
    /invalid quantity of local-entropy: "energy"/,
  ],
  [
    'threshold',
    () => phaseDiagram(anything(one)),
    /invalid threshold of phase-diagram: undefined; expected one of capacity, instability/,
  ],
  ['no lines', () => phaseDiagram(anything(undefined)), /invalid lines of phase-diagram: undefined/],
  ['no chains', () => trace([]), /invalid chains of trace: \[\]/],
  [
    'lengths',
    () => trace([{ group: 'a', trace: { sweep: [1, 2], errors: [1] } }]),
    /invalid errors of a: 1; expected as many values as there are sweeps, 2/,
  ],
  [
    'nothing changes',
    () => trace([{ group: 'a', trace: { sweep: [1, 2], errors: [1, 1] } }]),
    /nothing to draw: no quantity of trace changes/,
  ],
  [
    'unknown trace',
    () => trace([{ group: 'a', trace: { sweep: [1] } }], { quantities: anything(['speed']) }),
    /invalid quantity of trace: "speed"/,
  ],
  ['no loads', () => capacities([]), /invalid loads of capacities: \[\]/],
  [
    'load',
    () => capacities([{ activation: 'a', weights: 'b', ansatz: 'c', value: -1 }]),
    /invalid load of a, b, c: -1/,
  ],
  [
    'no load found',
    () => capacities([{ activation: 'a', weights: 'b', ansatz: 'c', value: Number.NaN }]),
    /no critical load was found/,
  ],
  ['scale of a picture', () => png('<svg/>', { scale: 0 }), /invalid scale: 0; expected a positive number/],
  ['no figures', () => page([], { title: 'x' }), /invalid figures of a page: \[\]/],
  ['no title', () => page([examples.entropy()], { title: '' }), /invalid title of a page: ""/],
  [
    'twice',
    () => page([examples.entropy(), examples.entropy()], { title: 'x' }),
    /two figures of a page are called entropy/,
  ],
  ['runtime', () => page([examples.entropy()], { title: 'x', runtime: '' }), /invalid runtime of a page: ""/],
]

test.each(cases)('%s', async (_, act, message) => {
  const error = await Promise.resolve()
    .then(act)
    .then(
      () => undefined,
      (reason: unknown) => reason,
    )
  expect(isGardnerError(error)).toBe(true)
  expect((error as Error).message).toMatch(message)
})
