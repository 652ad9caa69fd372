import { relu } from '@gardner/activations'
import { rs } from '@gardner/ansatze'
import { complete, curve, machine } from '@gardner/core'
import { phaseDiagram } from '@gardner/viz'
import { spherical } from '@gardner/weights'

const margin = Array.from({ length: 31 }, (_, i) => i / 20)
const thresholds = ['capacity', 'instability'] as const
const rows = complete(curve(machine({ activation: relu, weights: spherical }), rs, { margin, thresholds }))

export const figure = phaseDiagram(
  thresholds.map((threshold) => ({
    group: 'ReLU, spherical weights, RS',
    threshold,
    points: rows.map(({ parameter, values }) => ({ x: parameter, y: values[threshold]?.value ?? Number.NaN })),
  })),
)
