import { relu } from '@gardner/activations'
import { oneStepRsb, rs } from '@gardner/ansatze'
import { capacity, complete, curve, instability, machine, orderParameter } from '@gardner/core'
import { orderParameters } from '@gardner/viz'
import { spherical } from '@gardner/weights'

const committee = machine({ activation: relu, weights: spherical })
const alpha = Array.from({ length: 52 }, (_, i) => (i + 1) / 20)
const symbols = { q_0: 'q0', q_1: 'q1', m_1: 'm1' }
const quantities = Object.values(symbols).map((symbol) => orderParameter(symbol))
const symmetric = complete(curve(committee, rs, { alpha, quantities: [orderParameter('q')] }))
const broken = complete(curve(committee, oneStepRsb, { alpha, quantities }))
const unstable = complete(instability(committee, rs)).value
const group = 'ReLU, spherical weights'
const points = (rows: typeof symmetric | typeof broken, name: string) =>
  rows.map(({ parameter, values }) => ({ x: parameter, y: values[name]?.value ?? Number.NaN }))

export const figure = orderParameters(
  [
    { group, kind: 'q', points: points(symmetric, 'q').filter(({ x }) => x < unstable) },
    ...Object.entries(symbols).map(([kind, name]) => ({ group, kind, points: points(broken, name) })),
  ],
  {
    title: 'Replica symmetry is broken beyond α_AT',
    rules: [
      { x: unstable, label: 'α_AT' },
      { x: complete(capacity(committee, oneStepRsb)).value, label: 'α_c' },
    ],
  },
)
