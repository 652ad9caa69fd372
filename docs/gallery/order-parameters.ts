import { relu } from '@gardner/activations'
import { oneStepRsb, rs } from '@gardner/ansatze'
import { capacityNow, curveNow, instabilityNow, orderParameter, problem } from '@gardner/core'
import { orderParameters } from '@gardner/viz'
import { spherical } from '@gardner/weights'

const machine = problem({ activation: relu, weights: spherical })
const alpha = Array.from({ length: 52 }, (_, i) => (i + 1) / 20)
const symbols = { q_0: 'q0', q_1: 'q1', m_1: 'm1' }
const quantities = Object.values(symbols).map((symbol) => orderParameter(symbol))
const rows = curveNow(machine, oneStepRsb, { alpha, quantities })

export const figure = orderParameters(
  Object.entries(symbols).map(([kind, name]) => ({
    group: 'ReLU, spherical weights, 1RSB',
    kind,
    points: rows.map(({ parameter, values }) => ({ x: parameter, y: values[name]?.value ?? Number.NaN })),
  })),
  {
    rules: [
      { x: instabilityNow(machine, rs).value, label: 'α_AT' },
      { x: capacityNow(machine, oneStepRsb).value, label: 'α_c' },
    ],
  },
)
